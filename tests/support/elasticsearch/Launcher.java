import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * One Elasticsearch node in this process: {@code Launcher name=value …}, the node's settings.
 *
 * <p>It ends when its standard input does, so that it never outlives whoever started it.
 */
public final class Launcher {
    public static void main(String[] options) throws Exception {
        var home = Path.of(System.getProperty("es.path.home"));
        var settings = Settings.builder().put("path.home", home);
        for (var option : options) {
            var at = option.indexOf('=');
            settings.put(option.substring(0, at), option.substring(at + 1));
        }
        // Before anything else: the server's classes ask for a logger when they are loaded.
        LogConfigurator.configureESLogging();
        var environment = InternalSettingsPreparer.prepareEnvironment(
            settings.build(), Map.of(), home.resolve("config"), () -> "node");
        LogConfigurator.configure(environment, true);
        var modules = PluginsLoader.loadModulesBundles(environment.modulesDir(), true);
        var loader = PluginsLoader.createPluginsLoader(modules, Set.of(), Map.of());
        var node = new Node(environment, loader).start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node)));
        while (System.in.read() >= 0) {
            // Whatever is said, only the end counts.
        }
        System.exit(0);
    }

    private static void close(Node node) {
        try {
            node.prepareForClose();
            node.close();
            node.awaitClose(10, TimeUnit.SECONDS);
        } catch (Exception error) {
            error.printStackTrace();
        }
    }
}
