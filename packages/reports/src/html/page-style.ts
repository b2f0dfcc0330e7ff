import { escapeCssString } from './escape-html.ts'

/** The style sheet of a page; header and footer words are printed in the margins of each sheet. */
export function pageStyle(header: string, footer: string): string {
  return `${screenStyle}
@page{size:A4;margin:19mm 15mm 17mm;
@top-left{content:"${escapeCssString(header)}";font:8pt ${sans};color:#525b68}
@bottom-left{content:"${escapeCssString(footer)}";font:8pt ${sans};color:#525b68}
@bottom-right{content:"Page " counter(page) " of " counter(pages);font:8pt ${sans};color:#525b68}}
@page:first{margin-top:11mm;@top-left{content:""}}
${printStyle}`
}

const sans = '"Helvetica Neue",Arial,"Liberation Sans",sans-serif'
const serif = '"Iowan Old Style","Palatino Linotype",Palatino,"Book Antiqua",Georgia,"Times New Roman",serif'

const screenStyle = `
:root{--ink:#1c2430;--soft:#525b68;--rule:#c4cad3;--faint:#e7eaee;--paper:#fff;--tint:#f5f7f9;
--good:#0b6140;--good-tint:#e9f4ee;--caution:#7a4b00;--caution-tint:#fdf3e0;--stop:#9c1026;--stop-tint:#fbe9ec;--info:#14507f}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 ${sans};font-variant-numeric:lining-nums tabular-nums;overflow-wrap:break-word}
a{color:var(--info)}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem 1rem;z-index:9}
.page{max-width:1180px;margin:0 auto;padding:0 24px;display:grid;grid-template-columns:200px minmax(0,860px);column-gap:56px;justify-content:center}
header.masthead{grid-column:1/-1;border-top:5px solid var(--ink);padding:26px 0 14px;margin-bottom:10px;border-bottom:1px solid var(--rule)}
header.masthead h1{font:600 2.05rem/1.18 ${serif};margin:0 0 .3rem}
header.masthead p{margin:0;color:var(--soft);max-width:none}
header.masthead p.badge{margin-top:.5rem}
header.masthead p.badge.good{color:var(--good)}header.masthead p.badge.caution{color:var(--caution)}header.masthead p.badge.stop{color:#fff}
.badges{display:flex;flex-wrap:wrap;gap:0 .7rem;align-items:baseline}
header.masthead p.writers{font-size:.86rem;margin-top:.35rem;max-width:100ch}
.overline{font-size:.9rem}
nav.contents{position:sticky;top:0;align-self:start;padding-top:26px;font-size:.85rem;line-height:1.35;max-height:100vh;overflow:auto}
nav.contents ol{list-style:none;margin:0;padding:0}
nav.contents a{display:block;padding:.27rem 0;color:var(--soft);text-decoration:none}
nav.contents a:hover,nav.contents a:focus{color:var(--ink);text-decoration:underline}
nav.contents button{font:inherit;color:var(--info);background:none;border:1px solid var(--rule);padding:.3rem .6rem;margin-top:.9rem;cursor:pointer}
main{min-width:0}
section{padding:22px 0 14px;border-bottom:1px solid var(--rule)}
section:last-child{border-bottom:0}
h2{font:600 1.5rem/1.25 ${serif};margin:.3rem 0 .8rem}
h2 .number{color:var(--soft);font-weight:400;margin-right:.55rem}
h3{font:600 1.08rem/1.3 ${sans};margin:1.7rem 0 .5rem}
p{margin:.5rem 0 .8rem;max-width:72ch}
p.lead{font:1.14rem/1.5 ${serif};max-width:66ch}
p.note,.caption,figcaption{color:var(--soft);font-size:.86rem;line-height:1.42;margin:.35rem 0 .4rem;max-width:90ch}
p.empty{font-style:italic;color:var(--soft)}
ul{margin:.4rem 0 .9rem;padding-left:1.15rem;max-width:72ch}
li{margin:.22rem 0}
data,.na{cursor:help;white-space:nowrap}
.date{white-space:nowrap}
.na{color:var(--soft);font-style:italic}
small{color:var(--soft);font-size:.85em}
.badge{display:inline-block;font-weight:600;padding:.2rem .75rem;border:1.5px solid;margin:.2rem 0 .2rem}
.badge.good,.status.good{color:var(--good)}
.badge.caution,.status.caution{color:var(--caution)}
.badge.stop,.status.stop{color:var(--stop)}
.badge.good{background:var(--good-tint)}.badge.caution{background:var(--caution-tint)}
.badge.stop{background:var(--stop);color:#fff;border-color:var(--stop);font-size:1.15rem;letter-spacing:.02em}
.status{font-weight:600;white-space:nowrap}
.status.info{color:var(--soft);font-weight:400}
.callout{border-left:4px solid var(--info);background:var(--tint);padding:.65rem 1rem .6rem;margin:1rem 0;max-width:100%}
.callout p{margin:.25rem 0}
.callout-title{font-weight:600}
.callout .mark{display:inline-block;width:1.3em;height:1.3em;line-height:1.3em;text-align:center;border-radius:50%;color:#fff;background:var(--info);font-size:.85em;margin-right:.3em}
.callout.good{border-color:var(--good);background:var(--good-tint)}.callout.good .mark{background:var(--good)}
.callout.caution{border-color:var(--caution);background:var(--caution-tint)}.callout.caution .mark{background:var(--caution)}
.callout.stop{border:3px solid var(--stop);background:var(--stop-tint)}.callout.stop .mark{background:var(--stop)}
.callout.stop .callout-title{color:var(--stop);font-size:1.1rem}
.key-figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(122px,1fr));gap:0;margin:1.1rem 0;border-top:1px solid var(--ink);border-bottom:1px solid var(--rule)}
.key-figures div{padding:.55rem .7rem .6rem 0;display:grid;grid-row:span 3;grid-template-rows:subgrid}
.key-figures dt{align-self:end}
.key-figures dt{color:var(--soft);font-size:.8rem;line-height:1.25}
.key-figures dd{margin:0;font-size:1.42rem;line-height:1.35}
.key-figures dd small{display:block;font-size:.78rem;line-height:1.25}
.key-figures dd.note{font-size:.78rem;color:var(--soft);line-height:1.25}
.definitions{margin:.6rem 0}
.definitions div{display:grid;grid-template-columns:12rem minmax(0,1fr);gap:.2rem 1.2rem;padding:.38rem 0;border-top:1px solid var(--faint)}
.definitions dt{font-weight:600}
.definitions dd{margin:0;overflow-wrap:anywhere}
.table{margin:1.1rem 0 1.2rem}
.scroll{overflow-x:auto}
.scroll:focus-visible{outline:2px solid var(--info)}
table{border-collapse:collapse;width:100%;font-size:.84rem;line-height:1.34}
caption{text-align:left;color:var(--ink);font-weight:600;font-size:.92rem;padding:0 0 .4rem}
th,td{text-align:left;vertical-align:top;padding:.32rem .7rem .32rem 0;border-bottom:1px solid var(--faint);font-weight:400}
th:last-child,td:last-child{padding-right:.1rem}
thead th{border-bottom:1px solid var(--ink);border-top:1px solid var(--ink);color:var(--soft);vertical-align:bottom;font-size:.95em}
tbody tr:last-child>*{border-bottom:1px solid var(--rule)}
.n,.compact td:has(data){text-align:right;white-space:nowrap}
.n small{white-space:normal}
#proposals-table .status{white-space:normal}
td [data-pointer^="/selection/packages/"]{white-space:nowrap}
thead th.n{white-space:normal}
tbody th{min-width:5.5rem}
tr.strong>*{background:#eef3f8;font-weight:600}
.se{color:var(--soft);font-size:.9em;font-weight:400}
th.sorts{cursor:pointer}
th.sorts:hover{color:var(--ink);text-decoration:underline}
th[aria-sort=ascending]::after{content:" \\2191"}
th[aria-sort=descending]::after{content:" \\2193"}
summary{cursor:pointer;color:var(--info);font-size:.92rem;padding:.2rem 0}
details[open] summary{margin-bottom:.5rem}
details.detail{border-top:1px solid var(--faint);padding:.15rem 0}
details.detail summary{font-weight:600}
figure{margin:1.2rem 0}
.chart-title{font-weight:600;font-size:.95rem;margin:.2rem 0 .5rem}
.chart svg{display:block;width:100%;height:auto;font-variant-numeric:tabular-nums}
.grid{display:grid;gap:10px 20px}
.grid figure{margin:0}
.grid .chart-title{font-weight:600;font-size:.84rem;margin:0;color:var(--soft)}
.grid.half{grid-template-columns:repeat(2,minmax(0,1fr))}
.grid.third{grid-template-columns:repeat(3,minmax(0,1fr))}
.group{margin:1.5rem 0 .6rem}
.side-by-side{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:0 36px}
.side-by-side>div{min-width:0}
#figure-note{position:fixed;left:50%;bottom:18px;transform:translateX(-50%);width:min(92vw,640px);background:var(--ink);color:#fff;padding:.65rem .9rem;font-size:.82rem;overflow-wrap:anywhere;z-index:8}
#figure-note[hidden]{display:none}
footer{grid-column:1/-1;color:var(--soft);font-size:.8rem;padding:14px 0 40px;border-top:1px solid var(--rule)}
@media(max-width:1000px){.page{grid-template-columns:minmax(0,860px)}nav.contents{position:static;max-height:none;padding-top:8px}nav.contents ol{columns:2;column-gap:24px}}
@media(max-width:640px){.page{padding:0 15px}body{font-size:15px}header.masthead h1{font-size:1.55rem}h2{font-size:1.25rem}
nav.contents ol{columns:1}nav.contents a{padding:.4rem 0}
.scroll table:has(thead th:nth-child(4)){min-width:460px}.scroll table:has(thead th:nth-child(6)){min-width:680px}
#trades table{min-width:0!important;font-size:.76rem}#trades th,#trades td{padding-right:.35rem;min-width:0}#trades td:last-child{overflow-wrap:anywhere}
.chart.full .drawing{overflow-x:auto}.chart.full svg{width:640px;max-width:none}
.grid.half,.grid.third{grid-template-columns:minmax(0,1fr)}
.definitions div{grid-template-columns:minmax(0,1fr)}
.key-figures{grid-template-columns:repeat(2,1fr)}}`

const printStyle = `@media print{
body{font-size:9.6pt;line-height:1.36}
.page{display:block;padding:0;max-width:none}
nav.contents,.skip,#figure-note,details.table,.screen-only{display:none!important}
#rivals th:last-child{width:38%}
#stress-matrix th:first-child{width:26%}
details.detail .definitions{columns:2;column-gap:14pt}
details.detail .definitions div{display:block;font-size:7.1pt;line-height:1.2;padding:.6pt 0}
details.detail{font-size:8pt}
details.detail summary{font-size:8.6pt;color:var(--ink);padding:1pt 0;break-after:avoid}
details.detail[id^=brief-work]{margin-top:2pt}
details.detail::details-content{content-visibility:visible;block-size:auto}
header.masthead{padding:6pt 0 4pt;margin:0;border-top-width:3pt}
header.masthead h1{font-size:17pt;margin:.1rem 0}
header.masthead p.badge{margin-top:3pt}
header.masthead p.writers{font-size:7.8pt;line-height:1.3;margin-top:2pt}
.badge.stop{font-size:1em}
#approval{font-size:8.9pt;line-height:1.3}
#approval .callout{padding:.3rem .7rem;margin:.35rem 0}
#approval .callout p{margin:.1rem 0}
#approval .table{margin:.45rem 0}
section{break-before:page;border:0;padding:0}
section#summary,section#decision,section#approval{break-before:auto;padding-top:4pt}
section.flows{break-before:auto;padding-top:14pt}
h2{font-size:14.5pt;margin:.2rem 0 .5rem}
h3{font-size:10.6pt;margin:.9rem 0 .3rem}
p,ul{max-width:none;margin:.25rem 0 .35rem}
li{margin:1pt 0}
#summary{font-size:8.9pt;line-height:1.3}
#summary h3{margin:.55rem 0 .15rem}
#summary .table{margin:.45rem 0}
#summary .callout{padding:.3rem .7rem;margin:.35rem 0}
#summary .callout p{margin:.1rem 0}
#summary li{font-size:8.4pt}
#summary .table td,#summary .table th{padding:1.2pt 5pt 1.2pt 0}
#summary p.lead{font-size:10.4pt}
#summary .key-figures div{padding:.25rem .5rem .25rem 0}
p.lead{font-size:11pt;max-width:none;line-height:1.38;margin:.3rem 0}
h2,h3,.chart-title,caption,.callout-title{break-after:avoid}
figure,.callout,.key-figures,tr,li,.definitions div{break-inside:avoid}
.multiples .grid.third figure,.multiples .grid.half figure{break-inside:avoid}
.group{break-inside:avoid;break-after:avoid}
.grid{break-before:avoid}
.grid>:nth-child(-n+3){break-before:avoid}
.side-by-side{grid-template-columns:1fr 1fr;gap:0 18pt}
.table{margin:.6rem 0 .7rem}
.scroll{overflow:visible}
table{font-size:7.9pt;line-height:1.28}
caption{font-size:9pt}
th,td{padding:2pt 6pt 2pt 0}
tbody th{min-width:0}
thead{display:table-header-group}
p.note,.caption,figcaption{font-size:7.8pt;max-width:none;line-height:1.3}
tbody tr:first-child{break-before:avoid}
.key-figures{margin:.35rem 0 .2rem;grid-template-columns:repeat(6,1fr)}
.key-figures dd{font-size:13.5pt}
.key-figures dd.note,.key-figures dt{font-size:7.6pt}
.callout{padding:.4rem .8rem;margin:.5rem 0}
figure{margin:.6rem 0}
.definitions div{padding:1.5pt 0;font-size:8.6pt}
.grid{gap:4px 14px}
.group{margin:.7rem 0 .2rem}
.chart-title{font-size:9.4pt}
.grid .chart-title{font-size:8.6pt}
data,.na{cursor:auto}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
a{color:inherit;text-decoration:none}
footer{display:none}
}`
