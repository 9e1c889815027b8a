import { Command } from 'commander'
import { KeyError, keyLine } from '../receipt/key.ts'
import { createKey, DEFAULT_KEY, loadKey } from '../receipt/key-store.ts'
import { UsageError } from './exit.ts'

/** `labwright key`: the keys that sign receipts. The private part is never printed. */
export const keyCommand = (): Command => {
  const key = new Command('key').description('the keys that sign receipts')
  key
    .command('new')
    .description('make a private key, which only you can read; shows its public part')
    .option('--name <name>', 'what to call it', DEFAULT_KEY)
    .action(({ name }: { name: string }) =>
      inWords(async () => {
        console.error(`made ${await createKey(name)}; who has this file can sign receipts as you`)
        await show(name)
      }),
    )
  key
    .command('show')
    .description(
      'show the public key as a JWK, then on one line; either is what `labwright receipt verify --key` takes',
    )
    .option('--name <name>', 'which key', DEFAULT_KEY)
    .action(({ name }: { name: string }) => inWords(() => show(name)))
  return key
}

const show = async (name: string): Promise<void> => {
  const { publicJwk } = await loadKey(name)
  console.log(JSON.stringify(publicJwk))
  console.log(keyLine(publicJwk, name))
}

/** A key that isn't there, or isn't one, is a fault of the call. */
export const inWords = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    throw error instanceof KeyError ? new UsageError(error.message) : error
  }
}
