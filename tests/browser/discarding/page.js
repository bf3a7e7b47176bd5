// Says that a page can be discarded here, and passes its wish on.
document.documentElement.dataset.discarding = "";
addEventListener("discard", () => chrome.runtime.sendMessage("discard"));
