/*
 * What the static file does after the loader, for the deliveries "data" and "fetch": it finds the page's settings and
 * hands them over. The element that the file was loaded by says how, in its attributes; every page view has one.
 */
((win, doc, element) => {
  const told = element.dataset;

  // An element that is gone belonged to a page that is gone: Turbo's preview of one, or one that was left in a hurry.
  if (!element.isConnected || ("wootricGpc" in told && navigator.globalPrivacyControl)) return;

  const show = win.wootricSnippet.show;

  // From here on the last page's settings count no more, though this page's are still on their way: a request that
  // goes to the site itself, after the load event, and only where the site's own mark tells of a visitor it knows.
  const ask = async () => {
    const waiting = { settings: {} };
    show(waiting);
    if (told.wootricCookie && !doc.cookie.split("; ").some((pair) => pair.startsWith(told.wootricCookie + "="))) return;
    try {
      const url = new URL(told.wootricUrl, location.href);
      url.searchParams.set("path", location.pathname);
      const answer = await fetch(url, { credentials: "same-origin", redirect: "error" });
      if (answer.status != 200) return;
      const tracked = waiting.settings;
      // Not any more where another page or a sign-out has come in between.
      show(await answer.json(), waiting);
      if (tracked.event_name) win.wootricSnippet.track(tracked.event_name, tracked.properties);
    } catch (error) {
      // No answer, no survey; the site's console is not the place to say so.
    }
  };

  if (told.wootricUrl) {
    if (doc.readyState == "complete") ask();
    else win.addEventListener("load", ask);
  } else {
    try {
      show(JSON.parse(element.previousElementSibling.text));
    } catch (error) {
      // Something has parted the two elements.
    }
  }
})(window, document, document.currentScript);
