/** The worker that a machine in the page runs in, with the room of its lab: the page never waits for either. */
import './worker-globals.ts'
import { PageRoom } from './page-room.ts'
import type { FromWorker, ToWorker } from './worker-messages.ts'

let room: Promise<PageRoom> | undefined

const post = (message: FromWorker | string): void => postMessage(message)

addEventListener('message', async ({ data }: MessageEvent<ToWorker | string>) => {
  if (typeof data === 'string') (await room)?.take(data)
  else if (data.type === 'begin') {
    room = PageRoom.open(data, post)
    // The page hears of an error, but not of a promise that nobody waits for.
    room.catch(reportError)
  } else void (await room)?.save()
})
