import type { OwnWords } from './en.ts'

export const own: OwnWords = {
  megabytes: (number) => `${number} MB`,
  start: '启动机器',
  startFirst: (size) => `启动机器（${size}）`,
  text: (size) =>
    `一台属于你的 Linux 机器，就在这个页面里：无需安装，无需账号。第一次要下载 ${size}，之后会保存下来。`,
  textKept: '一台属于你的 Linux 机器，就在这个页面里：已经保存在这里，几秒钟即可就绪。',
  docker: '它能运行 Docker，但比较慢：第一次“docker run”最多要一分钟，以后每次要十到三十秒。',
  commands: '下面每条命令都有按钮，点一下就在那里运行。',
  goOn: '从上次的地方继续',
  fresh: '启动一台新机器',
  saved: (time) => `你保存过机器：${time}。`,
  misfit: {
    image: '它是用本站另一个版本的机器做的，不能在现在这个版本上继续。',
    lab: '本课在那之后有改动，所以它不能继续。',
  },
  forget: '删除保存的机器',
  progress: (bytes, of) => `正在加载机器：${bytes} / ${of} MB`,
  seconds: (count) => `大约还要 ${count} 秒`,
  waking: '机器正在醒来……',
  save: '保存',
  saveTitle: '把机器的现状保存在这个浏览器里，改天继续',
  saving: '正在保存机器……',
  savedNow: '已保存在这个浏览器里',
  full: '这个浏览器里放不下机器了：请删除其他保存的机器或其他网站的数据，再保存一次。',
  notSaved: '机器没能保存。它还在这里：请再试一次。',
  needsServer: {
    docker: '本课需要 Docker，而本站的机器没有它。想要有 Docker 的机器，请运行',
    twoMachines: '本课需要两台机器，而一个页面只能有一台。想要两台都有，请运行',
    secure: '页面里的机器要求地址以 https 开头，而本页不是。请用 https 打开，或运行',
    wasm: '这个浏览器没有 WebAssembly，所以本页不能有机器。请换一个浏览器，或运行',
    worker: '这个浏览器太旧，页面里不能有机器。请换一个较新的，或运行',
    memory: '这台电脑的内存太小，页面里不能有机器。请换一台，或运行',
  },
  recorded: '每条命令在最近一次验证时输出了什么，点下面的按钮就能看到。',
  troubles: {
    network: {
      message: '机器没能加载：网络没有回应。',
      mend: '网络恢复后再启动一次。已经加载的部分会保留。',
    },
    memory: {
      message: '这个浏览器剩下的内存不够机器用。',
      mend: '请关闭其他标签页和程序，然后再启动一次。在此之前可以阅读录下的输出。',
    },
    image: {
      message: '本站上的机器文件与本页生成时的不一致。',
      mend: '请重新加载页面。如果还不行，请让网站的维护者重新构建。',
    },
    crashed: {
      message: '机器出故障了。',
      mend: '请再启动一次。如果再次发生，请重新加载页面。',
    },
  },
  ask: {
    title: (size) => `要加载带 Docker 的机器吗？${size}`,
    text: (size) =>
      `本课需要 Docker。它的机器比另一种大：现在要下载 ${size}，之后保存在这个浏览器里；磁盘上的其余部分用到时再加载。`,
    load: '加载',
  },
  offline: {
    offer: (size) => `保存整个课程，没有网络时也能用：${size}`,
    keep: '保存以便离线使用',
    keeping: (bytes, of) => `正在加载：${bytes} / ${of} MB`,
    kept: '已保存：没有网络也全部能用。',
    failed: '没能全部加载。已经加载的会保留：请再试一次。',
    full: '浏览器里放不下全部内容。',
  },
}
