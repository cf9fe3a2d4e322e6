requires("1.53k");
var folder = "", title = "", unit = "", originX = 0, originY = 0;
var voxelWidth = 1, voxelHeight = 1, voxelDepth = 1;
// Read first: a command run from here makes ImageJ forget it.
var isCalled = matches(call("ij.IJ.macroRunning"), "true");
if (getArgument() != "") isCalled = true;
options = givenOptions();
if (takesImage && nImages == 0)
    stop("Looking for the front image: found none open. Open an image first.");
if (options == "" && !isHeadless()) options = ask();
showStatus(command + ": working");
folder = newFolder();
if (takesImage) title = getTitle();
describe(options);
if (takesImage) saveFront();
if (!File.exists(python))
    stop("found no " + python + ". Install the commands again: feretlab fiji --install DIR");
said = exec(python, "-m", "feretlab.core.cli.main", "fiji", "--job", folder);
if (!File.exists(folder + "/answer.txt"))
    stop("found no answer of " + python + ", which said: " + said);
fetch(File.openAsString(folder + "/answer.txt"));
clean();
showStatus(command + ": done");

function givenOptions() {
    given = getArgument();
    if (given == "") given = "" + call("ij.Macro.getOptions");
    if (given == "null") given = "";
    return String.trim(given);
}

function isHeadless() {
    return matches(call("java.awt.GraphicsEnvironment.isHeadless"), "true");
}

function newFolder() {
    made = getDirectory("temp") + "feretlab-" + round(random * 1e9);
    File.makeDirectory(made);
    return made;
}

// Texts cross as numbers of their letters, whatever the machine's encoding.
function toCodes(text) {
    codes = "";
    for (k = 0; k < lengthOf(text); k++) codes += "" + charCodeAt(text, k) + " ";
    return codes;
}

function fromCodes(codes) {
    text = "";
    numbers = split(codes, " ");
    for (k = 0; k < numbers.length; k++) text += fromCharCode(parseInt(numbers[k]));
    return text;
}

function describe(options) {
    lines = "operation\t" + toCodes(operation) + "\noptions\t" + toCodes(options) + "\n";
    if (takesImage) {
        getVoxelSize(voxelWidth, voxelHeight, voxelDepth, unit);
        toUnscaled(originX, originY);
        lines += "title\t" + toCodes(title) + "\nunit\t" + toCodes(unit) + "\n";
        lines += "edges\t" + toCodes(d2s(voxelHeight, -12) + " " + d2s(voxelWidth, -12)) + "\n";
        lines += "origin\t" + toCodes(d2s(originY, -12) + " " + d2s(originX, -12)) + "\n";
        lines += "file\t" + toCodes(getInfo("image.directory") + getInfo("image.filename")) + "\n";
    }
    File.saveString(lines, folder + "/job.txt");
}

// Copies, so that the user's image keeps its name, file and selection.
function saveFront() {
    batch = is("Batch Mode");
    if (!batch) setBatchMode(true);
    front = getImageID();
    kind = selectionType();
    hasArea = (kind >= 0 && kind <= 4) || kind == 9;
    if (kind >= 0) run("Select None");
    run("Duplicate...", "title=feretlab-front duplicate");
    saveAs("Tiff", folder + "/image.tif");
    close();
    if (hasArea) {
        selectImage(front);
        newImage("feretlab-selection", "8-bit black", getWidth(), getHeight(), 1);
        run("Restore Selection");
        setColor(255);
        fill();
        run("Select None");
        saveAs("Tiff", folder + "/selection.tif");
        close();
    }
    selectImage(front);
    if (kind >= 0) run("Restore Selection");
    if (!batch) setBatchMode(false);
}

function fetch(answer) {
    lines = split(answer, "\n");
    for (i = 0; i < lines.length; i++) {
        words = split(lines[i], "\t");
        if (words[0] == "error") stop(fromCodes(words[1]));
        if (words[0] == "log") print(fromCodes(words[1]));
        if (words[0] == "image") showImage(words[1], fromCodes(words[2]), parseFloat(words[3]));
        if (words[0] == "picture") open(fromCodes(words[1]));
        if (words[0] == "rois") addRois(folder + "/" + words[1]);
        if (words[0] == "rows") addRows(folder + "/" + words[1], "Results");
        if (words[0] == "table") showTable(folder + "/" + words[1], fromCodes(words[2]));
    }
}

// Not by what is in front now: the user may have gone to another image meanwhile.
function showImage(name, shown, highest) {
    open(folder + "/" + name);
    rename(shown);
    setVoxelSize(voxelWidth, voxelHeight, voxelDepth, unit);
    if (originX != 0 || originY != 0) run("Properties...", "origin=" + originX + "," + originY);
    if (bitDepth() != 8 || highest != 255) setMinAndMax(0, highest);
}

// Without a window ImageJ has no ROI Manager, and ends the macro that asks for it.
function addRois(path) {
    provided = "" + call("java.lang.System.getProperty", "feretlab.roi_manager");
    if (!isHeadless() || matches(provided, "headless")) roiManager("Open", path);
    else print(command + ": no ROIs, for want of a window; feretlab macro adds them.");
}

function showTable(path, name) {
    if (isHeadless()) return;
    Table.create(name);
    addRows(path, name);
    Table.update(name);
}

function addRows(path, table) {
    lines = split(File.openAsString(path), "\n");
    heads = split(lines[0], "\t");
    own = matches(table, "Results");
    if (own && nResults == 0) call("ij.plugin.filter.Analyzer.setDefaultHeadings");
    for (r = 1; r < lines.length; r++) {
        cells = split(lines[r], "\t");
        if (own) row = nResults;
        else row = Table.size(table);
        for (c = 0; c < heads.length; c++) {
            head = fromCodes(heads[c]);
            isText = startsWith(cells[c], "=");
            if (isText) text = fromCodes(substring(cells[c], 1));
            if (own && isText) setResult(head, row, text);
            else if (own) setResult(head, row, parseFloat(cells[c]));
            else if (isText) Table.set(head, row, text, table);
            else Table.set(head, row, parseFloat(cells[c]), table);
        }
    }
    if (own) updateResults();
}

function clean() {
    if (folder == "") return;
    names = getFileList(folder);
    for (k = 0; k < names.length; k++) done = File.delete(folder + "/" + names[k]);
    done = File.delete(folder);
}

// By itself exit() ends this macro alone, and not the one that called it: ImageJ
// must hear of a command that was aborted. Of its own functions one tells it and
// says little else, where there is no window; in a window Java's trace is shown.
function stop(reason) {
    clean();
    name = substring(command, 0, lengthOf(command) - 3);
    if (isHeadless()) {
        if (isProgram()) leaveProgram(name + ": " + reason);
    }
    if (isCalled) leaveCaller();
    if (isCalled && hasWindow()) {
        call("ij.Macro.abort");
        close("Exception");
    }
    showMessage(name, name + ": " + reason);
    if (isCalled && !hasWindow()) IJ.renameResults("result of " + name, "none");
    exit();
}

// ImageJ has no other way to tell the shell; call() makes a number of the text.
function leaveProgram(line) {
    told = "";
    if (File.exists("/dev/stderr")) told += call("ij.IJ.append", line, "/dev/stderr");
    if (told != "null") print(line);
    call("java.lang.System.exit", "1");
}

// Whether ImageJ was started as such, and not by somebody's Python or Java.
function isProgram() {
    launcher = "" + call("java.lang.System.getProperty", "ij.executable");
    if (launcher != "null") return true;
    main = "" + call("java.lang.System.getProperty", "sun.java.command");
    return matches(main, "(ij|net.imagej|sc.fiji|org.scijava)[.].*");
}

// ImageJ aborts no macro while it holds it for the one to blame; any command ends that.
function leaveCaller() {
    batch = is("Batch Mode");
    if (!batch) setBatchMode(true);
    newImage("feretlab-none", "8-bit black", 1, 1, 1);
    run("Select None");
    close();
    if (!batch) setBatchMode(false);
}

function hasWindow() {
    return !isHeadless() && !matches("" + call("ij.IJ.getInstance"), "null");
}
