package dev.mlxj.examples;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Layer;

import java.util.List;
import java.util.Locale;

/** Draws where a function of the plane is above 0, and the border, between -1.1 and 1.1. */
final class DecisionMap {
    private static final int CELLS = 110;
    private static final double REACH = 1.1;

    /** Pixels of one cell. */
    private static final double PIXELS = 4;

    /** The function at the corners of the cells, row by row from the top. */
    private final double[][] heights = new double[CELLS + 1][CELLS + 1];

    DecisionMap(Layer function) {
        float[] corners = new float[2 * (CELLS + 1) * (CELLS + 1)];
        int i = 0;
        for (int row = 0; row <= CELLS; row++) {
            for (int column = 0; column <= CELLS; column++) {
                corners[i++] = (float) (2 * REACH * column / CELLS - REACH);
                corners[i++] = (float) (REACH - 2 * REACH * row / CELLS);
            }
        }
        List<?> values =
                (List<?>) function.forward(Array.of(corners).reshape(-1, 2)).flatten().toList();
        for (int at = 0; at < values.size(); at++) {
            heights[at / (CELLS + 1)][at % (CELLS + 1)] = (Double) values.get(at);
        }
    }

    String draw(Spiral spiral) {
        double side = CELLS * PIXELS;
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$s %1$s\" width=\"%1$s\">\n"
                        .formatted(text(side))
                + "<rect width=\"%1$s\" height=\"%1$s\" fill=\"#fde8d4\"/>\n".formatted(text(side))
                + "<path fill=\"#d6e6f5\" shape-rendering=\"crispEdges\" d=\"%s\"/>\n"
                        .formatted(area())
                + "<path fill=\"none\" stroke=\"#444\" stroke-width=\"5\" stroke-linecap=\"round\" d=\"%s\"/>\n"
                        .formatted(border())
                + points(spiral)
                + "</svg>\n";
    }

    /** Runs of cells whose middle is above 0, each a rectangle. */
    private String area() {
        StringBuilder path = new StringBuilder();
        for (int row = 0; row < CELLS; row++) {
            int begin = 0;
            for (int column = 0; column <= CELLS; column++) {
                boolean inside = column < CELLS && middle(row, column) > 0;
                if (!inside && column > begin) {
                    path.append(
                            "M%s %sh%sv%sh-%sz"
                                    .formatted(
                                            text(begin * PIXELS),
                                            text(row * PIXELS),
                                            text((column - begin) * PIXELS),
                                            text(PIXELS),
                                            text((column - begin) * PIXELS)));
                }
                if (!inside) {
                    begin = column + 1;
                }
            }
        }
        return path.toString();
    }

    private double middle(int row, int column) {
        return heights[row][column]
                + heights[row][column + 1]
                + heights[row + 1][column]
                + heights[row + 1][column + 1];
    }

    /** The line of height 0 through each triangle, two of which are a cell. */
    private String border() {
        StringBuilder path = new StringBuilder();
        for (int row = 0; row < CELLS; row++) {
            for (int column = 0; column < CELLS; column++) {
                int[] topLeft = {row, column};
                int[] bottomRight = {row + 1, column + 1};
                cross(path, topLeft, new int[] {row, column + 1}, bottomRight);
                cross(path, topLeft, new int[] {row + 1, column}, bottomRight);
            }
        }
        return path.toString();
    }

    private void cross(StringBuilder path, int[]... corners) {
        String command = "M";
        for (int i = 0; i < 3; i++) {
            int[] a = corners[i];
            int[] b = corners[(i + 1) % 3];
            double from = heights[a[0]][a[1]];
            double to = heights[b[0]][b[1]];
            if (from > 0 != to > 0) {
                double way = from / (from - to);
                path.append(command).append(text((a[1] + way * (b[1] - a[1])) * PIXELS));
                path.append(' ').append(text((a[0] + way * (b[0] - a[0])) * PIXELS));
                command = "L";
            }
        }
    }

    private static String points(Spiral spiral) {
        StringBuilder circles = new StringBuilder();
        List<?> points = (List<?>) spiral.points().toList();
        List<?> labels = (List<?>) spiral.labels().flatten().toList();
        for (int i = 0; i < points.size(); i++) {
            List<?> point = (List<?>) points.get(i);
            circles.append(
                    "<circle cx=\"%s\" cy=\"%s\" r=\"4\" fill=\"%s\" stroke=\"#fff\"/>\n"
                            .formatted(
                                    text(pixel((Double) point.get(0))),
                                    text(pixel(-(Double) point.get(1))),
                                    (Double) labels.get(i) > 0 ? "#1f6fb2" : "#d9640f"));
        }
        return circles.toString();
    }

    private static double pixel(double coordinate) {
        return (coordinate + REACH) / (2 * REACH) * CELLS * PIXELS;
    }

    private static String text(double pixels) {
        return pixels == Math.rint(pixels)
                ? Long.toString((long) pixels)
                : String.format(Locale.ROOT, "%.1f", pixels);
    }
}
