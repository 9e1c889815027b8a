/** Who has joined a class over HTTP. */
export interface Joined {
  status: number
  cookie: string
  location: string | null
  text: string
}

/** Joins as the form of the page does. */
export const joinClass = async (
  port: number,
  fields: { code: string; name: string; secret?: string },
  headers: Record<string, string> = {},
): Promise<Joined> => {
  const origin = `http://127.0.0.1:${port}`
  const answer = await fetch(`${origin}/join`, {
    method: 'POST',
    headers: { origin, ...headers },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  })
  return {
    status: answer.status,
    cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '',
    location: answer.headers.get('location'),
    text: await answer.text(),
  }
}
