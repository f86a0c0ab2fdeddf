/** The index of the package loads the limiters of a dozen databases: 8 MB and 20 ms that nobody here needs. */
declare module "rate-limiter-flexible/lib/RateLimiterMemory.js" {
  export { RateLimiterMemory as default } from "rate-limiter-flexible";
}
