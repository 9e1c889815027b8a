import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * Where images are kept: `$LABWRIGHT_CACHE`, else `labwright` in the user's cache directory.
 * Source: XDG Base Directory Specification 0.8.
 */
export const cacheDirectory = (): string => process.env.LABWRIGHT_CACHE ?? ownCacheDirectory()

/** What is this user's own, also where the cache is somebody else's. */
export const ownCacheDirectory = (): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'labwright')

/** The folder that holds one folder an image. */
export const imagesDirectory = (): string => join(cacheDirectory(), 'images')
