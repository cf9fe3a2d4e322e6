// FeretLab step by step: open, segment, separate, measure, save table and ROIs.
// Headless:  feretlab macro steps.ijm "micrograph.tif,results"
words = split(getArgument(), ",");
if (words.length == 2) {
    path = words[0];
    output = words[1];
} else {
    path = File.openDialog("Micrograph");
    output = getDirectory("Folder for the results");
}
if (!File.isDirectory(output)) File.makeDirectory(output);
run("Clear Results");
open(path);
stem = output + "/" + File.getNameWithoutExtension(path);
run("FeretLab Segment...", "model=default threshold=0.5");
run("FeretLab Separate...", "method=watershed");
run("FeretLab Measure...", "connectivity=8");
saveAs("Results", stem + "_results.csv");
if (roiManager("count") > 0) roiManager("Save", stem + "_rois.zip");
return "" + nResults + " particles, " + roiManager("count") + " ROIs";
