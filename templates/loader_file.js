/*
 * The static file, for the deliveries "data" and "fetch" and for the page after sign-out: one file for all pages. Its
 * element says what it is to do, in its attributes.
 */
((doc) => {
  const isOurs = (element) => /^wootric-.*-file$/.test(element.id) && !element._ran;

  // A module has no `currentScript`, and what runs a file by its text (jQuery, for one) has another: then it is the
  // first element of ours in the page that has not run yet. In a shadow root it cannot be found.
  const element = [doc.currentScript || doc, ...doc.scripts].find(isOurs);

  // An element that is gone belonged to a page that is gone: Turbo's preview of one, or one that was left in a hurry.
  if (!element?.isConnected || doc.documentElement.dataset.turboPreview == "") return;
  element._ran = 1;
  if (element.dataset.wootricShutdown) {
    // include: shutdown.js
  } else {
    // include: loader.js
    if (!element.dataset.wootricGpc || !navigator.globalPrivacyControl) {
      // include: data.js // only: data
      // include: fetch.js // only: fetch
    }
  }
})(document);
