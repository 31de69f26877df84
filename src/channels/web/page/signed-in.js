/** The window in which somebody signed in: tells the page how it ended, and closes itself. */
const pages = new BroadcastChannel('firstline');
pages.postMessage(document.body.dataset.end);
// Where the browser lets no script close it, its words say what to do.
window.close();
