export default function (config) {
  config.addPassthroughCopy("style.css");
}

export const config = {
  // The pages are Markdown only; without this, Liquid would read each one first.
  markdownTemplateEngine: false,
  dir: { input: ".", includes: "_includes", output: "_site" },
};
