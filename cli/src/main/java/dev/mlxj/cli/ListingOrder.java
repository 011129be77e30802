package dev.mlxj.cli;

import dev.mlxj.surgery.Inspection.Row;
import dev.mlxj.surgery.NaturalOrder;
import dev.mlxj.surgery.Outline;

import java.util.Comparator;
import java.util.List;

/** The orders of {@code inspect --sort}. */
enum ListingOrder {
    /** By path, runs of digits by their value. */
    NAME,
    /** The biggest first; equal ones by path. */
    SIZE,
    /** As the bytes lie in the files, one file after the other. */
    FILE;

    /** Sorts rows that come in the order of the files. */
    void sort(List<Row> rows) {
        switch (this) {
            case NAME -> rows.sort(ROWS_BY_NAME);
            case SIZE -> rows.sort(ROWS_BY_SIZE);
            case FILE -> {}
        }
    }

    /** Sorts a tree whose children come in the order of the files. */
    void sort(Outline tree) {
        switch (this) {
            case NAME -> tree.sort(MODULES_BY_NAME);
            case SIZE -> tree.sort(MODULES_BY_SIZE);
            case FILE -> {}
        }
    }

    // Classes, not lambdas: the first lambda of a process costs as much as listing a model.

    private static final Comparator<Row> ROWS_BY_NAME =
            new Comparator<>() {
                @Override
                public int compare(Row a, Row b) {
                    return NaturalOrder.INSTANCE.compare(a.name(), b.name());
                }
            };

    private static final Comparator<Row> ROWS_BY_SIZE =
            new Comparator<>() {
                @Override
                public int compare(Row a, Row b) {
                    int order = Long.compare(b.entry().byteSize(), a.entry().byteSize());
                    return order != 0 ? order : ROWS_BY_NAME.compare(a, b);
                }
            };

    private static final Comparator<Outline> MODULES_BY_NAME =
            new Comparator<>() {
                @Override
                public int compare(Outline a, Outline b) {
                    return NaturalOrder.INSTANCE.compare(a.name(), b.name());
                }
            };

    private static final Comparator<Outline> MODULES_BY_SIZE =
            new Comparator<>() {
                @Override
                public int compare(Outline a, Outline b) {
                    int order = Long.compare(b.total().bytes(), a.total().bytes());
                    return order != 0 ? order : MODULES_BY_NAME.compare(a, b);
                }
            };
}
