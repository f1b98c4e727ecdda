// Comptoir works without this file; with it, it is quicker. One module per habit.
import "./dialogs.js";
import "./dossier.js";
import "./menus.js";
import "./picker.js";
import "./rows.js";
import "./search.js";
import "./shortcuts.js";
import "./tabs.js";
import "./theme.js";
import "./toasts.js";
