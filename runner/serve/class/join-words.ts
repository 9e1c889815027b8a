/** What the page says on which learners join, in the languages of the course. */
import type { Refused } from './classroom.ts'

export interface JoinWords {
  title: string
  code: string
  name: string
  nameHelp: string
  secret: string
  secretHelp: string
  join: string
  isTeacher: string
  wrongCode: string
  slowed: string
  refused: Record<Refused, string>
}

const en: JoinWords = {
  title: 'Join the class',
  code: 'Code',
  name: 'Your name',
  nameHelp: 'As your teacher and you know it.',
  secret: 'Your secret',
  secretHelp:
    'Only to come back: it stands in the menu of the class in the browser that you joined with. If it is lost, ask your teacher to let you back in.',
  join: 'Join',
  isTeacher:
    'This browser belongs to the teacher of this class. To try it as a learner, open this address in a private window.',
  wrongCode: 'That is not the code of this class. Look at it again: it has six letters and digits.',
  slowed: 'There were too many wrong tries from here. Wait a minute, then try again.',
  refused: {
    name: 'A name has 1 to 60 characters that can be seen.',
    taken: 'Somebody has this name already. If it is you, give your secret; if not, take another name.',
    secret: 'That is not the secret of this name.',
    closed: 'The teacher lets no newcomers in now. If you have been here before, give the name that you had.',
    full: 'The class is full.',
    ended: 'The class has ended.',
    unwritten:
      'The class can’t write down that you join: the teacher’s computer has no room on its disk. Tell your teacher.',
  },
}

const fr: JoinWords = {
  title: 'Rejoindre la classe',
  code: 'Code',
  name: 'Votre nom',
  nameHelp: 'Celui que votre enseignant connaît.',
  secret: 'Votre secret',
  secretHelp:
    'Seulement pour revenir : il se trouve dans le menu de la classe, dans le navigateur d’où vous êtes entré. S’il est perdu, demandez à votre enseignant de vous laisser revenir.',
  join: 'Rejoindre',
  isTeacher:
    'Ce navigateur est celui de l’enseignant de cette classe. Pour essayer en tant qu’élève, ouvrez cette adresse dans une fenêtre privée.',
  wrongCode: 'Ce n’est pas le code de cette classe. Vérifiez : il a six lettres et chiffres.',
  slowed: 'Trop d’essais erronés viennent d’ici. Attendez une minute, puis réessayez.',
  refused: {
    name: 'Un nom a de 1 à 60 caractères visibles.',
    taken: 'Quelqu’un porte déjà ce nom. Si c’est vous, donnez votre secret ; sinon, prenez un autre nom.',
    secret: 'Ce n’est pas le secret de ce nom.',
    closed:
      'L’enseignant ne laisse entrer aucun nouveau pour l’instant. Si vous êtes déjà venu, donnez le nom que vous aviez.',
    full: 'La classe est complète.',
    ended: 'La classe est terminée.',
    unwritten:
      'La classe ne peut pas noter votre arrivée : le disque de l’ordinateur de l’enseignant est plein. Dites-le-lui.',
  },
}

const ru: JoinWords = {
  title: 'Войти в класс',
  code: 'Код',
  name: 'Ваше имя',
  nameHelp: 'Так, как вас знает преподаватель.',
  secret: 'Ваш секрет',
  secretHelp:
    'Только чтобы вернуться: он указан в меню класса в том браузере, из которого вы вошли. Если он потерян, попросите преподавателя впустить вас снова.',
  join: 'Войти',
  isTeacher:
    'Этот браузер принадлежит преподавателю этого класса. Чтобы попробовать в роли ученика, откройте этот адрес в приватном окне.',
  wrongCode: 'Это не код этого класса. Проверьте: в нём шесть букв и цифр.',
  slowed: 'Отсюда было слишком много неверных попыток. Подождите минуту и попробуйте снова.',
  refused: {
    name: 'В имени от 1 до 60 видимых знаков.',
    taken: 'Это имя уже занято. Если это вы, введите свой секрет; если нет, возьмите другое имя.',
    secret: 'Это не секрет этого имени.',
    closed:
      'Преподаватель сейчас не впускает новых учеников. Если вы уже были здесь, введите имя, под которым входили.',
    full: 'В классе нет свободных мест.',
    ended: 'Занятие окончено.',
    unwritten:
      'Класс не может записать ваш вход: на диске компьютера преподавателя нет места. Скажите преподавателю.',
  },
}

const zh: JoinWords = {
  title: '加入课堂',
  code: '代码',
  name: '你的名字',
  nameHelp: '老师认识的那个名字。',
  secret: '你的密钥',
  secretHelp: '只在返回时需要：它在你当初加入所用浏览器的课堂菜单里。如果丢了，请老师让你重新进来。',
  join: '加入',
  isTeacher: '这个浏览器属于本课堂的老师。要以学生身份试用，请在隐私窗口中打开此地址。',
  wrongCode: '这不是本课堂的代码。请再看一遍：它由六个字母和数字组成。',
  slowed: '从这里来的错误尝试太多了。请等一分钟再试。',
  refused: {
    name: '名字须有 1 到 60 个可见字符。',
    taken: '这个名字已经有人用了。如果是你，请输入你的密钥；否则请换一个名字。',
    secret: '这不是该名字的密钥。',
    closed: '老师现在不让新人加入。如果你之前来过，请输入当时用的名字。',
    full: '课堂已满。',
    ended: '课堂已结束。',
    unwritten: '课堂无法记录你的加入：老师电脑的磁盘已满。请告诉老师。',
  },
}

export const JOIN_WORDS = { en, ru, zh, fr }
export type Language = keyof typeof JOIN_WORDS

/** The language of a page that is asked for; the first that a browser prefers of those there are. Source: RFC 9110, section 12.5.4. */
export const languageOf = (asked: string | undefined, accepted: string | undefined): Language => {
  const wanted = [asked ?? '', ...preferences(accepted ?? '')]
  return wanted.map((tag) => tag.toLowerCase().split('-')[0]!).find(isLanguage) ?? 'en'
}

const isLanguage = (tag: string): tag is Language => Object.hasOwn(JOIN_WORDS, tag)

const preferences = (header: string): string[] =>
  header
    .split(',')
    .map((part) => {
      const [tag = '', ...options] = part.trim().split(';')
      const weight = options.map((option) => /^\s*q=([\d.]+)$/.exec(option)?.[1]).find(Boolean)
      return { tag: tag.trim(), weight: weight === undefined ? 1 : Number(weight) }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag)
