package dev.mlxj.array.op;

/**
 * Where the greatest (or smallest) of the elements up to each stands, the first of equal ones.
 *
 * @param greatest or else the smallest
 * @param reverse whether it goes from the last element to the first
 */
record CumArg(boolean greatest, boolean reverse) implements RowIndices {
    @Override
    public int width(int n) {
        return n;
    }

    @Override
    public void apply(float[] row, int n, long[] out) {
        double[] wide = new double[n];
        for (int i = 0; i < n; i++) {
            wide[i] = row[i];
        }
        apply(wide, n, out);
    }

    @Override
    public void apply(double[] row, int n, long[] out) {
        int best = -1;
        for (int step = 0; step < n; step++) {
            int i = reverse ? n - 1 - step : step;
            if (best < 0 || (greatest ? row[i] > row[best] : row[i] < row[best])) {
                best = i;
            }
            out[i] = best;
        }
    }

    @Override
    public void apply(long[] row, int n, long[] out, boolean unsigned) {
        throw new IllegalStateException("integers have no gradient");
    }

    @Override
    public void applyComplex(float[] row, int n, long[] out) {
        int best = -1;
        for (int step = 0; step < n; step++) {
            int i = reverse ? n - 1 - step : step;
            if (best < 0 || isBetter(Complex.at(row, i), Complex.at(row, best))) {
                best = i;
            }
            out[i] = best;
        }
    }

    private boolean isBetter(Complex next, Complex best) {
        return greatest ? best.isLess(next) : next.isLess(best);
    }
}
