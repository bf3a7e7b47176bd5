// Prints what Segment has sites paste into their pages, with the benchmark's own address for the library.
const snippet = require("@segment/snippet");
const address = { host: "HOST", ajsPath: "/segment.js", load: false, page: false };
process.stdout.write(snippet.min(address).replace("https://HOST/", "/"));
