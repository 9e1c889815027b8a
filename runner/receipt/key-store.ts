/** Where private keys lie: one file each, which its owner alone may read. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { JWK } from 'jose'
import { KeyError, newKey, readSigner } from './key.ts'

/** Read anew each time: a test, or a service, sets its own. Source: XDG Base Directory Specification. */
const folder = (): string =>
  join(process.env.XDG_DATA_HOME || join(homedir(), '.local/share'), 'labwright', 'keys')

export const keyFile = (name: string): string => {
  if (!/^\w[\w.-]{0,63}$/.test(name))
    throw new KeyError(`'${name}' is no name for a key: letters, digits, '-', '_' and '.' can stand in it.`)
  return join(folder(), `${name}.jwk`)
}

/**
 * Makes a private key and writes it down.
 * @returns its file
 * @throws KeyError where there is a key of that name
 */
export const createKey = async (name: string): Promise<string> => {
  const file = keyFile(name)
  try {
    mkdirSync(folder(), { recursive: true, mode: 0o700 })
    writeFileSync(file, `${JSON.stringify(await newKey())}\n`, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (existsSync(file))
      throw new KeyError(
        `There is a key '${name}' already: ${file}\nReceipts that it signed need it. Give the new one another name, with --name.`,
      )
    throw new KeyError(
      `${file} can't be written: ${(error as Error).message}\nKeys lie below XDG_DATA_HOME, or ~/.local/share: name a folder there that you may write to.`,
    )
  }
  return file
}

export const hasKey = (name: string): boolean => existsSync(keyFile(name))

/** @throws KeyError where there is none of that name, it is malformed, or others may read it */
export const loadKey = async (
  name: string,
): Promise<Awaited<ReturnType<typeof readSigner>> & { publicJwk: JWK }> => {
  const file = keyFile(name)
  const mode = statSync(file, { throwIfNoEntry: false })?.mode
  if (mode === undefined)
    throw new KeyError(
      `There is no key '${name}': ${file} is not there.\nlabwright key new${name === DEFAULT_KEY ? '' : ` --name ${name}`} makes one.`,
    )
  if ((mode & 0o077) !== 0)
    throw new KeyError(`Others than you may read the private key ${file}.\nmend: chmod 600 ${file}`)
  return readSigner(textOf(file)).catch((error) => {
    throw error instanceof KeyError ? new KeyError(`${file}: ${error.message}.`) : error
  })
}

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new KeyError(`${file} can't be read: ${(error as Error).message}`)
  }
}

export const DEFAULT_KEY = 'main'
