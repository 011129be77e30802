package dev.mlxj.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of cells in aligned columns, two blanks between them and none at the end of a line. A cell
 * wider than {@link #WIDEST} moves the rest of its own line only.
 */
final class Table {
    private static final int WIDEST = 72;
    private static final String GAP = "  ";

    private final String alignment;
    private final List<String[]> rows = new ArrayList<>();

    /**
     * @param alignment a character for each column: {@code l} for left, {@code r} for right
     */
    Table(String alignment) {
        this.alignment = alignment;
    }

    /** Adds a row; cells that are left out at its end are empty. */
    void add(String... cells) {
        rows.add(cells);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Appends all rows, each ended by a newline. */
    void appendTo(StringBuilder out) {
        int[] widths = widths();
        for (String[] row : rows) {
            int end = row.length;
            while (end > 0 && row[end - 1].isEmpty()) {
                end--;
            }
            for (int column = 0; column < end; column++) {
                if (column > 0) {
                    out.append(GAP);
                }
                boolean right = alignment.charAt(column) == 'r';
                int fill = widths[column] - width(row[column]);
                if (right) {
                    blanks(out, fill);
                }
                out.append(row[column]);
                if (!right && column < end - 1) {
                    blanks(out, fill);
                }
            }
            out.append('\n');
        }
    }

    private int[] widths() {
        int[] widths = new int[alignment.length()];
        for (String[] row : rows) {
            for (int column = 0; column < row.length; column++) {
                int width = width(row[column]);
                if (width > widths[column] && width <= WIDEST) {
                    widths[column] = width;
                }
            }
        }
        return widths;
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private static void blanks(StringBuilder out, int n) {
        for (int i = 0; i < n; i++) {
            out.append(' ');
        }
    }
}
