// Tells in words that a passkey did not work; the page has the sentence, hidden.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("passkey-failed").hidden = false;
});
