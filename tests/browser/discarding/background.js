// Discards the tab of the page that asks for it, and opens it again. The tab that is shown is never discarded.
chrome.runtime.onMessage.addListener(async (message, { tab }) => {
  const other = await chrome.tabs.create({ url: "about:blank" });
  const discarded = await chrome.tabs.discard(tab.id);
  await chrome.tabs.update(discarded.id, { active: true });
  await chrome.tabs.remove(other.id);
});
