// Stands in for the parts of Bolt that belong to its own servers (express, socket mode) and never run here.
// Classes are extended when Bolt loads, so every member must be a class; calling the stub is a mistake.
const unavailable = () => {
  throw new Error('This part of Bolt is not in the bundle: Newsdesk has its own receiver.');
};
module.exports = new Proxy(unavailable, {
  get: (_target, name) => (name === 'default' ? unavailable : name === '__esModule' ? false : class Unused {}),
});
