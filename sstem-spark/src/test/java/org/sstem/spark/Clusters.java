package org.sstem.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Clusters within this computer. */
final class Clusters {

    private Clusters() {}

    /** Two tasks at a time, in this process. */
    static JavaSparkContext inThisProcess() {
        return of("local[2]");
    }

    static JavaSparkContext of(String master) {
        return new JavaSparkContext(conf(master));
    }

    /** A master and two workers with an executor each, every one a process of its own. */
    static JavaSparkContext ofProcesses() {
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
