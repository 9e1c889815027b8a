/** What is said of a machine that runs in the page itself. */
export const own = {
  megabytes: (number: string) => `${number} MB`,
  start: 'Start the machine',
  startFirst: (size: string) => `Start the machine (${size})`,
  text: (size: string) =>
    `A Linux machine of your own, in this very page: nothing to install, no account. The first time, ${size} are downloaded, and then kept.`,
  textKept:
    'A Linux machine of your own, in this very page: it is kept here already, and ready in a few seconds.',
  docker:
    'Docker runs in it, slowly: the first “docker run” takes up to a minute, each later one ten to thirty seconds.',
  commands: 'Every command below has a button that runs it there.',
  goOn: 'Go on where you were',
  fresh: 'Start a new machine',
  saved: (time: string) => `You saved your machine: ${time}.`,
  misfit: {
    image: 'It was made with another version of this site’s machine, and can’t go on with this one.',
    lab: 'The lab has changed since then, so it can’t go on.',
  },
  forget: 'Delete the saved machine',
  progress: (bytes: string, of: string) => `Loading the machine: ${bytes} of ${of} MB`,
  seconds: (count: number) => `about ${count} s left`,
  waking: 'The machine is waking up …',
  save: 'Save',
  saveTitle: 'Keep the machine as it is in this browser, and go on another day',
  saving: 'Saving the machine …',
  savedNow: 'Saved in this browser',
  full: 'There is no room left for the machine in this browser: delete other saved machines or other sites’ data, and save again.',
  notSaved: 'The machine could not be saved. It is still here: try again.',
  needsServer: {
    docker:
      'This lab needs Docker, which the machines of this site don’t have. For a machine that has it, run',
    twoMachines: 'This lab needs two machines, and a page can have only one. For a place with both, run',
    secure:
      'A machine in the page needs an address with https, which this page does not have. Open it by https, or run',
    wasm: 'This browser has no WebAssembly, so there can’t be a machine in this page. Use another browser, or run',
    worker: 'This browser is too old for a machine in the page. Use a newer one, or run',
    memory: 'This computer has too little memory for a machine in the page. Use another one, or run',
  },
  recorded: 'What each command printed when the lab was last verified is shown by the buttons below.',
  troubles: {
    network: {
      message: 'The machine could not be loaded: the network does not answer.',
      mend: 'Start it again when the network is back. What has been loaded is kept.',
    },
    memory: {
      message: 'This browser has not enough memory left for the machine.',
      mend: 'Close other tabs and programs, then start it again. Until then, the recorded outputs can be read.',
    },
    image: {
      message: 'The machine’s files on this site are not those that this page was made with.',
      mend: 'Load the page again. If that does not help, tell whoever keeps the site to build it again.',
    },
    crashed: {
      message: 'The machine broke down.',
      mend: 'Start it again. If it happens again, load the page anew.',
    },
  },
  ask: {
    title: (size: string) => `Load a machine with Docker? ${size}`,
    text: (size: string) =>
      `This lab needs Docker. Its machine is larger than the other: ${size} are downloaded now, and then kept in this browser; more of its disk comes when it is used.`,
    load: 'Load it',
  },
  offline: {
    offer: (size: string) => `Keep the whole course for when there is no network: ${size}`,
    keep: 'Keep for offline',
    keeping: (bytes: string, of: string) => `Loading: ${bytes} of ${of} MB`,
    kept: 'Kept: all of it works without a network.',
    failed: 'Not all of it could be loaded. What has come is kept: try again.',
    full: 'The browser has no room for all of it.',
  },
}

export type OwnWords = typeof own
