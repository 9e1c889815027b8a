/** The four languages: what VitePress itself says in each. */
import type { DefaultTheme, LocaleConfig } from 'vitepress'

const languages = {
  root: {
    label: 'English',
    lang: 'en',
    description: 'Linux namespaces through Docker’s networks: lessons that run.',
    themeConfig: {
      langMenuLabel: 'Change language',
      returnToTopLabel: 'Return to top',
      sidebarMenuLabel: 'Menu',
      darkModeSwitchLabel: 'Appearance',
      lightModeSwitchTitle: 'Switch to light theme',
      darkModeSwitchTitle: 'Switch to dark theme',
      skipToContentLabel: 'Skip to content',
      notFound: {
        title: 'There is no such page',
        quote: 'Its address may have changed.',
        linkLabel: 'To the course',
        linkText: 'To the course',
      },
    },
  },
  ru: {
    label: 'Русский',
    lang: 'ru',
    description: 'Пространства имён Linux на примере сетей Docker: уроки, которые выполняются.',
    themeConfig: {
      langMenuLabel: 'Сменить язык',
      returnToTopLabel: 'Наверх',
      sidebarMenuLabel: 'Меню',
      darkModeSwitchLabel: 'Оформление',
      lightModeSwitchTitle: 'Включить светлое оформление',
      darkModeSwitchTitle: 'Включить тёмное оформление',
      skipToContentLabel: 'Перейти к содержанию',
      notFound: {
        title: 'Такой страницы нет',
        quote: 'Возможно, её адрес изменился.',
        linkLabel: 'К курсу',
        linkText: 'К курсу',
      },
    },
  },
  zh: {
    label: '简体中文',
    lang: 'zh-CN',
    description: '通过 Docker 网络学习 Linux 命名空间：可以运行的课程。',
    themeConfig: {
      langMenuLabel: '切换语言',
      returnToTopLabel: '返回顶部',
      sidebarMenuLabel: '菜单',
      darkModeSwitchLabel: '外观',
      lightModeSwitchTitle: '切换到浅色主题',
      darkModeSwitchTitle: '切换到深色主题',
      skipToContentLabel: '跳到正文',
      notFound: {
        title: '没有这个页面',
        quote: '它的地址可能已经变了。',
        linkLabel: '回到课程',
        linkText: '回到课程',
      },
    },
  },
  fr: {
    label: 'Français',
    lang: 'fr',
    description: 'Les espaces de noms de Linux par les réseaux de Docker : des leçons qui s’exécutent.',
    themeConfig: {
      langMenuLabel: 'Changer de langue',
      returnToTopLabel: 'Revenir en haut',
      sidebarMenuLabel: 'Menu',
      darkModeSwitchLabel: 'Apparence',
      lightModeSwitchTitle: 'Passer au thème clair',
      darkModeSwitchTitle: 'Passer au thème sombre',
      skipToContentLabel: 'Aller au contenu',
      notFound: {
        title: 'Cette page n’existe pas',
        quote: 'Son adresse a peut-être changé.',
        linkLabel: 'Vers le cours',
        linkText: 'Vers le cours',
      },
    },
  },
} satisfies LocaleConfig<DefaultTheme.Config>

export const locales: LocaleConfig<DefaultTheme.Config> = languages
