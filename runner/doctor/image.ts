import type { Image } from '../machine/image/image.ts'
import type { Finding } from './finding.ts'

/** No image is no failure: the first machine builds it. */
export const examineImage = (image: Image | undefined): Finding =>
  image
    ? {
        name: 'image',
        ok: true,
        detail: `${image.key}, built ${image.built.slice(0, 10)}, ${(image.bytes / 1e9).toFixed(1)} GB, Docker ${image.docker}`,
      }
    : {
        name: 'image',
        ok: 'warning',
        detail: 'not built yet; the first machine waits two minutes for it',
        mend: 'npx labwright image build',
      }
