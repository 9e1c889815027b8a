import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Command, Option } from 'commander'
import { ensureBrowserImage } from '../machine/browser/build/build.ts'
import {
  browserImageKey,
  browserImagesDirectory,
  findBrowserImage,
  listBrowserImages,
} from '../machine/browser/find-image.ts'
import { allBytes, firstBytes } from '../machine/browser/image.ts'
import { execute } from '../machine/execute.ts'
import { ensureImage } from '../machine/image/build.ts'
import { imagesDirectory } from '../machine/image/cache.ts'
import { findImage, type Image, imageKey, listImages } from '../machine/image/image.ts'
import { removeFolder } from '../machine/image/whole-folder.ts'
import { allMachines } from '../machine/living.ts'
import { requireCommands } from '../machine/vm/needs.ts'
import { ensureSystem, systemsDirectory } from '../machine/vm/system.ts'
import { UsageError } from './exit.ts'

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`

/** `labwright image`: build, list, remove what machines start from. */
export const imageCommand = (): Command => {
  const image = new Command('image').description('build, list, remove what machines start from')

  image
    .command('build')
    .description('build the image of the present recipe, unless it is there')
    .option('--fresh', 'build it again, with the packages of today', false)
    .option('--vm', 'build what VMs boot, too', false)
    .addOption(
      new Option('--kind <kind>', 'of which kind of machine; scratch serves VMs too')
        .choices(['scratch', 'browser'])
        .default('scratch'),
    )
    .option('--docker', 'of browser machines: the one in which Docker runs', false)
    .action(async ({ fresh, vm, kind, docker }: BuildOptions) => {
      if (kind === 'browser' && vm)
        throw new UsageError('--vm goes with --kind scratch, which VMs start from')
      if (kind === 'browser') return await buildForBrowser(docker, fresh)
      if (docker) throw new UsageError('--docker goes with --kind browser: other machines have Docker anyway')
      if (vm) requireCommands()
      const old = await findImage()
      if (fresh && old) await removeImage(old.key)
      const started = Date.now()
      const tell = (what: string): void => console.error(`  ${what}`)
      const image = await ensureImage(tell)
      const { key, folder, bytes } = image
      const took =
        old && !fresh ? 'was there already' : `built in ${Math.round((Date.now() - started) / 1000)} s`
      console.log(`image ${key}: ${took}, ${gigabytes(bytes)}, ${folder}`)
      if (vm) console.log(`system of VMs: ${(await ensureSystem(image, tell)).folder}`)
    })

  image
    .command('list')
    .description('the images in the cache')
    .action(async () => {
      const [images, key, inBrowser] = [await listImages(), await imageKey(), await listBrowserImages()]
      if (images.length === 0 && inBrowser.length === 0)
        return console.log('no image has been built yet; labwright image build makes one')
      for (const each of images) {
        const use = useOf(each.key === key)
        console.log(
          `${each.key}  ${gigabytes(each.bytes)}${await ofVms(each)}  ${each.built.slice(0, 16).replace('T', ' ')} UTC  Docker ${each.docker}  ${use}`,
        )
      }
      const present = await presentInBrowser()
      for (const { image } of inBrowser) {
        const what = image.hasDocker
          ? `of browser machines with Docker ${image.docker}`
          : 'of browser machines'
        console.log(
          `${image.key}  ${gigabytes(allBytes(image))}  ${what}  ${useOf(present.includes(image.key))}`,
        )
      }
    })

  image
    .command('remove')
    .description('remove images from the cache')
    .argument(
      '[key...]',
      'images as labwright image list names them; all of older recipes where none is named',
    )
    .action(async (keys: string[]) => {
      const inBrowser = (await listBrowserImages()).map(({ image }) => image.key)
      const all = [...(await listImages()).map(({ key }) => key), ...inBrowser]
      const present = [await imageKey(), ...(await presentInBrowser())]
      for (const key of keys) {
        if (!all.includes(key)) throw new UsageError(`no image '${key}'; labwright image list shows them`)
      }
      const chosen = keys.length > 0 ? keys : all.filter((key) => !present.includes(key))
      for (const key of chosen) {
        if (inBrowser.includes(key)) await removeFolder(join(browserImagesDirectory(), key), tellWaiting)
        else await removeImage(key)
        console.log(`removed ${key}`)
      }
      if (chosen.length === 0) console.log('nothing to remove')
    })
  return image
}

interface BuildOptions {
  fresh: boolean
  vm: boolean
  kind: 'scratch' | 'browser'
  docker: boolean
}

const useOf = (isPresent: boolean): string => (isPresent ? 'of the present recipe' : 'of an older recipe')

const tellWaiting = (): void => console.error('  waiting for a build to end')

/** Keys of the images of browser machines that the present recipe makes. */
const presentInBrowser = (): Promise<string[]> => Promise.all([false, true].map(browserImageKey))

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

const buildForBrowser = async (docker: boolean, fresh: boolean): Promise<void> => {
  const old = await findBrowserImage(docker)
  if (fresh && old) await removeFolder(old.folder, tellWaiting)
  const started = Date.now()
  const { folder, image } = await ensureBrowserImage(docker, (what) => console.error(`  ${what}`))
  const took = old && !fresh ? 'was there already' : `built in ${Math.round((Date.now() - started) / 1000)} s`
  console.log(
    `image ${image.key} of browser machines: ${took}, ${megabytes(firstBytes(image))} to begin with, ${megabytes(allBytes(image))} in all, ${folder}`,
  )
}

/** What VMs that start from an image take beside it. Their snapshots are sparse: it is the disk that counts. */
const ofVms = async (image: Image): Promise<string> => {
  const folder = systemsDirectory(image)
  if (!existsSync(folder)) return ''
  const { stdout } = await execute(['du', '--summarize', '--block-size=1', folder], {})
  return ` and ${gigabytes(Number.parseInt(stdout, 10))} for VMs`
}

/** @throws UsageError while a machine stands on it */
const removeImage = async (key: string): Promise<void> => {
  const user = allMachines().find(({ image }) => image === key)
  if (user)
    throw new UsageError(
      `machine ${user.id} stands on image ${key}; end it first (labwright clean ends those that nobody works with)`,
    )
  await removeFolder(join(imagesDirectory(), key), tellWaiting)
}
