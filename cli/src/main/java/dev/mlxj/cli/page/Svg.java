package dev.mlxj.cli.page;

import dev.mlxj.tensor.DType;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Small drawings for the pages. Colors come from the style sheet, by class. */
final class Svg {
    private static final int HEIGHT = 24;
    private static final int STEP = 3;

    private Svg() {}

    /**
     * The bars of a histogram, the highest as high as the drawing; a bin that is not empty is at
     * least a line.
     *
     * @param label what a pointer or a screen reader is told
     */
    static void histogram(Html html, long[] counts, String label) {
        long most = 1;
        for (long count : counts) {
            most = Math.max(most, count);
        }
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                double height = Math.max(1, HEIGHT * ((double) counts[i] / most));
                path.append('M').append(STEP * i + 1).append(' ').append(HEIGHT);
                path.append('v').append(number(-height));
            }
        }
        open(html, "histogram", STEP * counts.length, HEIGHT, label);
        html.open("path", "d", path.toString()).close("path").close("svg");
    }

    /** A bar whose parts are as long as the shares, each in the color of its dtype. */
    static void shares(Html html, Map<DType, Long> shares, String label) {
        double total = 0;
        for (long share : shares.values()) {
            total += share;
        }
        open(html, "shares", 1000, HEIGHT, label);
        double at = 0;
        for (Map.Entry<DType, Long> share : shares.entrySet()) {
            double width = total == 0 ? 0 : 1000 * share.getValue() / total;
            html.open(
                            "rect",
                            "class",
                            share.getKey().name(),
                            "x",
                            number(at),
                            "width",
                            number(width),
                            "height",
                            Integer.toString(HEIGHT))
                    .element("title", share.getKey().name())
                    .close("rect");
            at += width;
        }
        html.close("svg");
    }

    /**
     * One bar a value, on a logarithmic scale from the least positive value to the greatest; zero
     * is no bar, and what is not finite is as high as the drawing.
     *
     * @param names of the bars, told by a pointer
     */
    static void logBars(Html html, List<String> names, double[] values, String label) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = 0;
        for (double value : values) {
            if (value > 0 && value < Double.POSITIVE_INFINITY) {
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
            }
        }
        int height = 160;
        int step = Math.clamp(1200 / Math.max(1, values.length), 4, 40);
        open(html, "bars", Math.max(1, values.length) * step, height, label);
        for (int i = 0; i < values.length; i++) {
            double bar = values[i] == 0 ? 0 : height * logShare(values[i], least, greatest);
            html.open(
                            "rect",
                            "class",
                            Double.isFinite(values[i]) ? "bar" : "bar bad",
                            "x",
                            Integer.toString(i * step),
                            "y",
                            number(height - bar),
                            "width",
                            Integer.toString(step - 1),
                            "height",
                            number(bar))
                    .element("title", names.get(i) + ": " + values[i])
                    .close("rect");
        }
        html.close("svg");
    }

    /** From a tenth, so that the least is seen, to 1. */
    private static double logShare(double value, double least, double greatest) {
        if (!Double.isFinite(value) || greatest <= least) {
            return 1;
        }
        return 0.1 + 0.9 * Math.log(value / least) / Math.log(greatest / least);
    }

    private static void open(Html html, String name, int width, int height, String label) {
        html.open(
                "svg",
                "class",
                name,
                "viewBox",
                "0 0 " + width + " " + height,
                "preserveAspectRatio",
                "none",
                "role",
                "img",
                "aria-label",
                label);
        html.element("title", label);
    }

    private static String number(double x) {
        return String.format(Locale.ROOT, "%.1f", x);
    }
}
