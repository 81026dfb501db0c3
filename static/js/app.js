// The behaviour of the pages: small modules, each bound to data- attributes. docs/interface.md lists them.
import "./hotkeys.js";
import "./dialogs.js";
import "./keysheet.js";
import "./menu.js";
import "./list.js";
import "./strip.js";
import "./charts.js";
import "./roster.js";
import "./palette.js";
import "./combobox.js";
import "./search.js";
import "./composer.js";
import "./drafts.js";
import "./nudges.js";
import "./macros.js";
import "./articles.js";
import "./mentions.js";
import "./files.js";
import "./panes.js";
import "./refresh.js";
import "./focus.js";
import "./live.js";
import "./wall.js";
import "./activity.js";
import "./toasts.js";
import "./times.js";
import "./pills.js";
import "./frame.js";
import "./thread.js";
import "./theme.js";
import "./push.js";
import "./review_drafts.js";
import "./unsaved.js";
import "./reviews.js";

// Every module is bound: tests and impatient keys may begin.
document.documentElement.dataset.ready = "";
