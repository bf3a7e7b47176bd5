/*
 * What the static file does after the loader, for the delivery "fetch": it asks the site for the visitor's settings and
 * hands them over. `element` is the element of the file, whose attributes hold the options; every page view has one.
 *
 *   event                                     what happens
 *   the file runs, or the page comes back     an empty page view, which asks the site as soon as somebody sees the page
 *   from the back/forward cache
 *   the response is there                     the visitor's page view, unless another one or a sign-out came before it
 *   Turbo has morphed the page                the site is asked again; the same response is the same page view
 */
const { wootricUrl: settingsUrl, wootricCookie: mark } = element.dataset;
let view; // the one that the loader has from here
let known; // the response that it is made of

const refresh = async () => {
  const last = view;
  let next = { settings: {}, commands: [] }; // where it fails, nobody is asked
  try {
    // The cookie is the site's own, of a visitor that it knows.
    if (!mark || ("; " + doc.cookie).includes("; " + mark + "=")) {
      const url = new URL(settingsUrl, location);
      if (!url.searchParams.has("path")) url.searchParams.set("path", location.pathname);
      const response = await fetch(url, { redirect: "error" });
      if (response.status == 200) next = await response.json();
    }
  } catch {
    // The site's console is not the place to say so.
  }
  const response = JSON.stringify(next);
  if (!element.isConnected || response == known || wootricSnippet.current?.() != last) return;
  if (!known) next._changes = last._changes; // what the site's own script has said meanwhile
  known = response;
  next._block = element;
  wootricSnippet.show(view = next);
  // An event's properties join those of the user, who is known only now.
  if (next._changes?.event_name) wootricSnippet.track(next._changes.event_name, next._changes.properties);
};

const start = () => {
  if (!element.isConnected) return;
  known = "";
  const commands = [() => {
    commands.pop();
    refresh();
  }];
  wootricSnippet.show(view = { settings: {}, commands, _block: element });
};

// The loader may have been replaced by that of a later block, which has another `_start`, or none.
if (!wootricSnippet._refresh) {
  doc.addEventListener("turbo:morph", () => wootricSnippet._refresh?.());
  addEventListener("pageshow", (event) => {
    if (event.persisted) wootricSnippet._start?.();
  });
}
wootricSnippet._refresh = refresh;
wootricSnippet._start = start;
start();
