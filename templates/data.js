/*
 * What the static file does after the loader, for the delivery "data": it hands over the settings of the JSON element
 * that stands before its own.
 */
try {
  window.wootricSnippet.show({ ...JSON.parse(element.previousElementSibling.text), _block: element });
} catch {
  // Something has parted the two elements.
}
