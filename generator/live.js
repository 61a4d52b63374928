// Live reload of a page that `mkdocs serve` shows. It listens as long as the page is seen: browsers give one host few
// connections, and each open tab would hold one.
{
  const since = Number(new URL(document.currentScript.src).searchParams.get("since"))
  let source
  let box

  const say = (text) => {
    if (!text) {
      box?.remove()
      box = undefined
      return
    }
    if (!box) {
      box = document.createElement("pre")
      box.setAttribute("role", "alert")
      box.dir = "ltr"
      box.lang = "en"
      // The page's policy forbids a style in its mark-up, not one that is set here.
      Object.assign(box.style, {
        position: "fixed", insetInline: "0", insetBlockEnd: "0", zIndex: "1000", maxBlockSize: "60vh", margin: "0",
        padding: "1rem", overflow: "auto", whiteSpace: "pre-wrap", background: "#7a0012", color: "#fff",
        font: "14px/1.5 ui-monospace, monospace", borderBlockStart: "4px solid #fff",
      })
      document.body.append(box)
    }
    box.textContent = text
  }

  const listen = () => {
    source?.close()
    source = undefined
    if (document.visibilityState !== "visible") return
    source = new EventSource(`/.codepair/news?since=${since}`)
    source.onmessage = ({ data }) => {
      const news = JSON.parse(data)
      if (news.generation > since) location.reload()
      else say(news.message)
    }
  }

  document.addEventListener("visibilitychange", listen)
  addEventListener("pagehide", () => source?.close())
  addEventListener("pageshow", ({ persisted }) => persisted && listen())
  listen()
}
