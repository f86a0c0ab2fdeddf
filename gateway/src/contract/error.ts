/** The one error class of gateway and web: a stable code from errors.ts, plus figures that help the person. */
import { ERRORS, type ErrorCode } from "./errors.ts";
import type { Problem } from "./schemas.ts";

export interface ErrorFigures {
  /** Whole seconds after which the request may succeed. */
  retryAfter?: number;
  /** Wrong tries left before a wait. */
  triesLeft?: number;
  /** Says more precisely what is wrong; must not contain a PIN or a phone number. */
  detail?: string;
}

export class HoldfastError extends Error {
  readonly code: ErrorCode;
  readonly figures: ErrorFigures;

  constructor(code: ErrorCode, figures: ErrorFigures = {}, options?: ErrorOptions) {
    super(figures.detail ? `${ERRORS[code].message} ${figures.detail}` : ERRORS[code].message, options);
    this.name = "HoldfastError";
    this.code = code;
    this.figures = figures;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }

  get hint(): string {
    return ERRORS[this.code].hint;
  }

  get retryable(): boolean {
    return ERRORS[this.code].retryable;
  }

  /** The body that the API answers. */
  toProblem(): Problem {
    const { retryAfter, triesLeft } = this.figures;
    return {
      error: {
        code: this.code,
        message: this.message,
        hint: this.hint,
        retryable: this.retryable,
        ...(retryAfter === undefined ? {} : { retryAfter }),
        ...(triesLeft === undefined ? {} : { triesLeft }),
      },
    };
  }
}
