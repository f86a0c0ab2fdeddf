/** What the exit codes say, as central-error.ts gives them. */
export const EXIT_HELP = `
Exit codes:
   0  done
   1  refused; or compare found that a site and central disagree
   2  wrong usage
   3  central cannot be reached
  65  the chain of events does not hold
  70  something went wrong inside
  75  central is busy: run it again
  77  the login or its rights do not suffice, or the server is not who it should be
  78  central was never initialised, or is of another release`;
