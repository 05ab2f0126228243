// osls loads CommonJS only; Node reads the TypeScript behind it.
module.exports = require("./stack/bundledFleet.ts").BundledFleet;
