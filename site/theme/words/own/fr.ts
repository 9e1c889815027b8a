import type { OwnWords } from './en.ts'

export const own: OwnWords = {
  megabytes: (number) => `${number} Mo`,
  start: 'Démarrer la machine',
  startFirst: (size) => `Démarrer la machine (${size})`,
  text: (size) =>
    `Une machine Linux à vous, dans cette page même : rien à installer, aucun compte. La première fois, ${size} sont téléchargés, puis conservés.`,
  textKept:
    'Une machine Linux à vous, dans cette page même : elle est déjà conservée ici, et prête en quelques secondes.',
  docker:
    'Docker y fonctionne, lentement : le premier « docker run » prend jusqu’à une minute, les suivants de dix à trente secondes.',
  commands: 'Chaque commande ci-dessous a un bouton qui l’y exécute.',
  goOn: 'Reprendre où vous en étiez',
  fresh: 'Démarrer une nouvelle machine',
  saved: (time) => `Vous avez enregistré votre machine : ${time}.`,
  misfit: {
    image: 'Elle vient d’une autre version de la machine de ce site, et ne peut pas continuer avec celle-ci.',
    lab: 'La leçon a changé depuis : elle ne peut pas continuer.',
  },
  forget: 'Supprimer la machine enregistrée',
  progress: (bytes, of) => `Chargement de la machine : ${bytes} sur ${of} Mo`,
  seconds: (count) => `encore ${count} s environ`,
  waking: 'La machine se réveille…',
  save: 'Enregistrer',
  saveTitle: 'Conserver la machine telle quelle dans ce navigateur, pour continuer un autre jour',
  saving: 'Enregistrement de la machine…',
  savedNow: 'Enregistrée dans ce navigateur',
  full: 'Il n’y a plus de place pour la machine dans ce navigateur : supprimez d’autres machines enregistrées ou les données d’autres sites, puis enregistrez de nouveau.',
  notSaved: 'La machine n’a pas pu être enregistrée. Elle est toujours là : réessayez.',
  needsServer: {
    docker:
      'Cette leçon a besoin de Docker, que les machines de ce site n’ont pas. Pour une machine qui l’a, lancez',
    twoMachines:
      'Cette leçon a besoin de deux machines, et une page n’en a qu’une. Pour avoir les deux, lancez',
    secure:
      'Une machine dans la page demande une adresse en https, ce que cette page n’a pas. Ouvrez-la en https, ou lancez',
    wasm: 'Ce navigateur n’a pas WebAssembly : il ne peut pas y avoir de machine dans cette page. Prenez un autre navigateur, ou lancez',
    worker:
      'Ce navigateur est trop ancien pour une machine dans la page. Prenez-en un plus récent, ou lancez',
    memory:
      'Cet ordinateur a trop peu de mémoire pour une machine dans la page. Prenez-en un autre, ou lancez',
  },
  recorded:
    'Ce que chaque commande a affiché lors de la dernière vérification se montre par les boutons ci-dessous.',
  troubles: {
    network: {
      message: 'La machine n’a pas pu être chargée : le réseau ne répond pas.',
      mend: 'Redémarrez-la quand le réseau sera revenu. Ce qui est déjà chargé est conservé.',
    },
    memory: {
      message: 'Ce navigateur n’a plus assez de mémoire pour la machine.',
      mend: 'Fermez d’autres onglets et programmes, puis redémarrez-la. En attendant, les sorties enregistrées peuvent se lire.',
    },
    image: {
      message:
        'Les fichiers de la machine sur ce site ne sont pas ceux avec lesquels cette page a été faite.',
      mend: 'Rechargez la page. Si cela n’aide pas, demandez au responsable du site de le reconstruire.',
    },
    crashed: {
      message: 'La machine est tombée en panne.',
      mend: 'Redémarrez-la. Si cela se répète, rechargez la page.',
    },
  },
  ask: {
    title: (size) => `Charger une machine avec Docker ? ${size}`,
    text: (size) =>
      `Cette leçon a besoin de Docker. Sa machine est plus grande que l’autre : ${size} sont téléchargés maintenant, puis conservés dans ce navigateur ; le reste de son disque vient quand il sert.`,
    load: 'La charger',
  },
  offline: {
    offer: (size) => `Conserver tout le cours pour quand il n’y a pas de réseau : ${size}`,
    keep: 'Conserver hors ligne',
    keeping: (bytes, of) => `Chargement : ${bytes} sur ${of} Mo`,
    kept: 'Conservé : tout fonctionne sans réseau.',
    failed: 'Tout n’a pas pu être chargé. Ce qui est venu est conservé : réessayez.',
    full: 'Le navigateur n’a pas de place pour tout.',
  },
}
