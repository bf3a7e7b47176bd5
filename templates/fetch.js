/*
 * What the static file does after the loader, for the delivery "fetch": it asks the site for the visitor's settings and
 * hands them over. `element` is the element of the file, whose attributes hold the options; every page view has one.
 *
 *   event                                     what happens
 *   the file runs, or the page comes back     an empty page view, which asks the site as soon as somebody sees the page
 *   from the back/forward cache
 *   the response is there                     the visitor's page view, unless another one or a sign-out came before it
 *   Turbo has morphed the page                the site is asked again, once it has answered the question before; the same
 *                                             response is the same page view
 */
const { wootricUrl: settingsUrl, wootricCookie: mark } = element.dataset;

// The window's page view; none once this element is gone, or a later block has brought a loader without `current`.
const current = () => element.isConnected && wootricSnippet.current?.();

const ask = async (before) => {
  await before;
  const last = current();
  if (last?._refresh != refresh) return; // it is another block's, or nobody's after a sign-out
  let next = { settings: {} }; // where it fails, nobody is asked
  try {
    // The cookie is the site's own, of a visitor that it knows.
    if (!mark || ("; " + doc.cookie).includes("; " + mark + "=")) {
      // A page may have another host's address as its base.
      const response = await fetch(new URL(settingsUrl, location), { redirect: "error" });
      if (response.ok) next = { ...await response.json() };
    }
  } catch {
    // The site's console is not the place to say so.
  }
  next._text = JSON.stringify(next);
  if (next._text == last._text || current() != last) return;
  if (!last._text) next._changes = last._changes; // what the site's own script has said meanwhile
  show(next);
  // An event's properties join those of the user, who is known only now.
  if (next._changes?.event_name) wootricSnippet.track(next._changes.event_name, next._changes.properties);
};

// One question at a time: of two at once, the last response could be that of somebody who was there before.
let question;
const refresh = () => question = ask(question);

const show = (view) => wootricSnippet.show({ ...view, _block: element, _refresh: refresh, _start: start });

const start = () => show({ settings: {}, commands: [refresh] });

start();
