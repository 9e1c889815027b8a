import { SUITE } from '../../image/packages.ts'

/**
 * Whose work is in an image, and where its source is: what licences ask of those who hand on binaries. It lies beside them.
 * @param packages names and versions of Debian packages, a line each
 */
export const notice = (
  packages: readonly string[],
): string => `The files beside this one hold a Debian GNU/Linux (${SUITE}, i386),
unmodified packages of the Debian project, and v86, the emulator that it runs in.

v86          BSD-2-Clause, https://github.com/copy/v86
Linux        GPL-2.0, the package linux-image-686 of Debian
SeaBIOS      LGPL-3.0, the package seabios of Debian

Each package's licence: https://metadata.debian.org/changelogs/main/ (file 'copyright' of its source package).
Each package's source, by name and version: https://snapshot.debian.org/ and https://deb.debian.org/debian/pool/main/
With apt on Debian: apt-get source NAME=VERSION

Packages:

${packages.join('\n')}
`
