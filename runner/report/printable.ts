/**
 * Text that can stand in any document, for what a command printed may hold anything: each control character but tab and
 * line end becomes the picture of it (U+2400 …), and what is no character becomes U+FFFD. XML 1.0 (2.2) has no way to say
 * most of them, not even as `&#27;`; a browser shows none.
 */
export const printable = (text: string): string =>
  text
    .replace(/[\0-\x08\x0b-\x1f]/g, (char) => String.fromCharCode(0x2400 + char.charCodeAt(0)))
    .replaceAll('\x7f', '\u2421')
    .replace(/[\x80-\x9f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
