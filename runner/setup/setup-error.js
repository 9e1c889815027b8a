// @ts-check

/** The set-up can't go on: what failed and why, and how to mend it by hand. */
export class SetupError extends Error {
  /**
   * @param {string} message what failed, and why
   * @param {string} mend sentences, and the commands to type
   * @param {number} status exit status: 3, no machine can be had, unless told otherwise
   */
  constructor(message, mend, status = 3) {
    super(message)
    this.mend = mend
    this.status = status
  }
}
