package org.sstem.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Clusters within this computer. */
final class Clusters {

    private static JavaSparkContext shared;

    private Clusters() {}

    /** Two tasks at a time, in this process, for all tests that need no other; a process has one cluster at a time. */
    static synchronized JavaSparkContext inThisProcess() {
        if (shared == null) {
            shared = new JavaSparkContext(conf("local[2]"));
        }
        return shared;
    }

    /** Another one; whoever asks for it closes it. */
    static JavaSparkContext of(String master) {
        stop();
        return new JavaSparkContext(conf(master));
    }

    /** Stops the cluster of all tests, for one that has its own; it is started again when it is needed. */
    static synchronized void stop() {
        if (shared != null) {
            shared.close();
            shared = null;
        }
    }

    /** A master and two workers with an executor each, every one a process of its own. */
    static JavaSparkContext ofProcesses() {
        stop();
        return new JavaSparkContext(conf("local-cluster[2,1,1024]")
                .set("spark.executor.extraClassPath", System.getProperty("java.class.path")));
    }

    private static SparkConf conf(String master) {
        return new SparkConf()
                .setMaster(master)
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1");
    }
}
