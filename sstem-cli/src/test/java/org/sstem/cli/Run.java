package org.sstem.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/** One run of the command line in this virtual machine. */
record Run(int exitCode, String out, String err) {

    static Run sstem(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Sstem.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        return new Run(exitCode, out.toString(), err.toString());
    }
}
