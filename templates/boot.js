/*
 * What the static file does after the loader, for the deliveries "data" and "fetch": it finds the page's settings and
 * hands them over. The element that the file was loaded by says how, in its attributes; every page view has one.
 */
((win, doc, element) => {
  const told = element.dataset;

  // An element that is gone belonged to a page that is gone: Turbo's preview of one, or one that was left in a hurry.
  if (!element.isConnected || ("wootricGpc" in told && navigator.globalPrivacyControl)) return;

  const show = win.wootricSnippet.show;

  // The page's view until its answer is there: the last page's settings count no more, and `track` has its place.
  const waiting = { settings: {} };

  // A request that goes to the site itself, and only where the site's own mark tells of a visitor it knows.
  const ask = async () => {
    if (told.wootricCookie && !doc.cookie.split("; ").some((pair) => pair.startsWith(told.wootricCookie + "="))) return;
    try {
      const url = new URL(told.wootricUrl, location.href);
      url.searchParams.set("path", location.pathname);
      const answer = await fetch(url, { credentials: "same-origin", redirect: "error" });
      if (answer.status != 200) return;
      const next = await answer.json();
      const { settings } = next;
      const { event_name, properties } = waiting.settings;
      if (event_name) Object.assign(settings, { event_name, properties: Object.assign({}, settings.properties, properties) });
      // Not any more where another page or a sign-out has come in between.
      show(next, waiting);
    } catch (error) {
      // No answer, no survey; the site's console is not the place to say so.
    }
  };

  if (!told.wootricUrl) {
    try {
      show(JSON.parse(element.previousElementSibling.text));
    } catch (error) {
      // Something has parted the two elements.
    }
  } else {
    show(waiting);
    if (doc.readyState == "complete") ask();
    else win.addEventListener("load", ask);
  }
})(window, document, document.currentScript);
