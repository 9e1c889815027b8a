/** Characters of a message, and of what a raised hand says: as the server has it, without its whole description of events. */
export const TEXT_LIMIT = 1000
