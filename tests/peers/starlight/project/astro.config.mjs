import { defineConfig } from "astro/config";
import starlight from "@astrojs/starlight";

export default defineConfig({
  site: "https://codes.example/",
  integrations: [
    starlight({
      title: "Codes",
      sidebar: [
        { label: "Home", link: "/" },
        { label: "LOOM", link: "/loom/" },
      ],
    }),
  ],
});
