// What `mkdocs serve` adds to a page: it shows an edit where the page stands, without loading it again.
//
// The page as it was sent and as it is sent now are compared; what differs is put in its place, and only there, so
// that the reader's scroll position, open parts and the theme's own doings stay. Where the page in the window is not
// what was sent (a script has changed that very part), it is loaded again.
{
  const since = Number(new URL(document.currentScript.src).searchParams.get("since"))
  let shown = since
  let sent
  let generation // of what was fetched last
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

  const fetched = async () => {
    const answer = await fetch(location.href, { cache: "no-cache" })
    generation = Number(answer.headers.get("Codepair-Generation"))
    const found = new DOMParser().parseFromString(await answer.text(), "text/html")
    for (const script of found.querySelectorAll("script[src^='/.codepair/']")) script.remove()
    return found
  }

  // The window's node that stands for each of the children that were sent; undefined if one cannot be told.
  const matched = (children, here) => {
    const all = [...here.childNodes].filter((node) => node !== box && !node.src?.includes("/.codepair/"))
    if (all.length === children.length) return all
    let at = 0
    const found = children.map((child) => {
      while (at < all.length && !all[at].isEqualNode(child) && !isNamesake(all[at], child)) at += 1
      return all[at++]
    })
    return found.includes(undefined) ? undefined : found
  }

  const isNamesake = (one, other) =>
    one.nodeType === 1 && one.nodeName === other.nodeName && one.className === other.className && one.id === other.id

  const isAlike = (one, other) =>
    one.nodeType === 1 && one.cloneNode().isEqualNode(other.cloneNode()) && one.childNodes.length === other.childNodes.length

  // Put what differs between the nodes before and after into the window's node; false if that cannot be done.
  const patch = (before, after, here) => {
    if (before.isEqualNode(after)) return true
    if (before.nodeName === "SCRIPT") return false
    if (isAlike(before, after)) {
      const nodes = matched([...before.childNodes], here)
      const news = [...after.childNodes]
      return !!nodes && [...before.childNodes].every((child, index) => patch(child, news[index], nodes[index]))
    }
    if (!here.isEqualNode(before)) return false
    here.replaceWith(document.importNode(after, true))
    return true
  }

  // The head's policy and data differ with every text; what the page is made of there is its files.
  const filesOf = (page) =>
    [...page.head.querySelectorAll("link[rel=stylesheet], script[src]")].map((each) => each.outerHTML).join()

  const show = async () => {
    try {
      const now = await fetched()
      if (!sent || filesOf(sent) !== filesOf(now) || !patch(sent.body, now.body, document.body)) throw new Error("load")
      document.title = now.title
      document.documentElement.lang = now.documentElement.lang
      sent = now
      shown = generation
      say("")
    } catch {
      location.reload()
    }
  }

  const listen = () => {
    source?.close()
    source = undefined
    if (document.visibilityState !== "visible") return // browsers give a host few connections, and each tab has one
    source = new EventSource(`/.codepair/news?since=${shown}`)
    source.onmessage = ({ data }) => {
      const news = JSON.parse(data)
      if (news.generation > shown) show()
      else say(news.message)
    }
  }

  document.addEventListener("visibilitychange", listen)
  addEventListener("pagehide", () => source?.close())
  addEventListener("pageshow", ({ persisted }) => persisted && listen())
  addEventListener("load", async () => {
    sent = await fetched().catch(() => undefined)
    if (generation === shown) listen()
    else location.reload() // an edit was made while the page was loaded
  })
}
