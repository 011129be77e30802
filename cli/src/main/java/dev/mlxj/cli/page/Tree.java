package dev.mlxj.cli.page;

import dev.mlxj.tensor.DType;

/** The rows of a collapsible, searchable tree of tensors, which several pages have. */
final class Tree {
    private Tree() {}

    /** The search field, and what unfolds all. */
    static void search(Html html, int tensors) {
        html.open("div", "class", "search");
        html.raw("<input id=\"search\" type=\"search\" placeholder=\"search: words of a path, ");
        html.raw("a dtype, a shape\" aria-label=\"search\">\n");
        html.raw("<button id=\"unfold\" type=\"button\">unfold all</button>\n");
        html.raw("<button id=\"fold\" type=\"button\">fold all</button>\n");
        html.element("output", tensors + " of " + tensors, "id", "found");
        html.close("div");
    }

    /** A dtype as a colored word. */
    static void dtype(Html html, DType dtype) {
        html.element("b", dtype.name(), "class", "dtype " + dtype.name());
    }

    /** Begins the row of a module; its cells follow. */
    static void openModule(Html html, String label, int depth) {
        if (depth < 1) {
            html.raw("<details open>");
        } else {
            html.open("details");
        }
        html.open("summary", "class", "row");
        name(html, label, depth);
    }

    /** Ends the cells of a module; what is below it follows. */
    static void beginChildren(Html html) {
        html.close("summary");
    }

    static void closeModule(Html html) {
        html.close("details");
    }

    /**
     * Begins the row of a tensor; its cells follow.
     *
     * @param path by which it is found
     * @param label the part of the path that is shown
     */
    static void openTensor(Html html, String path, String label, int depth) {
        html.open("div", "class", "row tensor", "data-path", path);
        name(html, label, depth);
    }

    static void closeTensor(Html html) {
        html.close("div");
    }

    private static void name(Html html, String label, int depth) {
        html.element("span", label, "class", "name", "style", "--depth:" + depth);
    }
}
