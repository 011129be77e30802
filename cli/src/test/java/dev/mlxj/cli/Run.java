package dev.mlxj.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * One run of the program inside the test: what it returned and printed.
 *
 * @param code the exit code
 */
record Run(int code, String out, String err) {
    static Run mlxj(Object... args) {
        String[] words = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = args[i].toString();
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Mlxj.execute(new PrintWriter(out), new PrintWriter(err), words);
        return new Run(code, out.toString(), err.toString());
    }
}
