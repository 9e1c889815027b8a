/** The values that a `Cookie` header has for a name; an attacker may have put one of their own before ours. */
export const cookieValues = (header: string | undefined, name: string): string[] =>
  (header ?? '')
    .split(';')
    .map((part) => part.trim().split('='))
    .flatMap(([key, value = '']) => (key === name ? [value] : []))

/** `Set-Cookie` for a secret, for a year. */
export const secretCookie = (name: string, value: string, secure: boolean): string =>
  `${name}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000${secure ? '; Secure' : ''}`
