// What became of a value in this page: whether its code ran, which elements and text surround it, and what the script got.
expression => {
  let arrived;
  try { arrived = eval(expression); } catch { arrived = undefined; }
  return {
    arrived: JSON.stringify(arrived),
    ran: typeof owned !== "undefined",
    around: [...document.querySelectorAll("body *")].map(element => element.localName).join(" "),
    text: document.querySelector("p:last-of-type")?.textContent,
  };
}
