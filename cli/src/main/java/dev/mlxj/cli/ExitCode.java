package dev.mlxj.cli;

/** What the exit status tells a script. */
final class ExitCode {
    /** Done; the answer is yes. */
    static final int OK = 0;

    /** Done; the answer is no: a difference, or a defect in the values. */
    static final int DIFFERENT = 1;

    /** Wrong usage: an unknown option, value or name, or an output that exists. */
    static final int USAGE = 2;

    /** Bad input: not a checkpoint, corrupt, unsafe or unsupported. */
    static final int INPUT = 3;

    /** The system said no: no such file, permission, disk full, input changed while read. */
    static final int SYSTEM = 4;

    /** Ended by SIGINT. The virtual machine itself exits with it. */
    static final int INTERRUPTED = 130;

    /** Ended by SIGTERM. The virtual machine itself exits with it. */
    static final int TERMINATED = 143;

    private ExitCode() {}
}
