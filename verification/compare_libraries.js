// What came of a value in this page: whether it ran, what the page is around it, and what the script has of it.
told => {
  let arrived;
  try { arrived = eval(told); } catch { arrived = undefined; }
  return {
    arrived: JSON.stringify(arrived),
    ran: typeof owned !== "undefined",
    around: [...document.querySelectorAll("body *")].map(element => element.localName).join(" "),
    text: document.querySelector("p:last-of-type")?.textContent,
  };
}
