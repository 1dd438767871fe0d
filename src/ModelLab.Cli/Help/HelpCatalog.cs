namespace ModelLab.Cli.Help;

/// <summary>The help in Russian, by its English texts. A test walks every command and finds what has no Russian half, or no use.</summary>
internal static partial class HelpCatalog
{
    /// <summary>All texts.</summary>
    public static IReadOnlyDictionary<string, string> Russian { get; } = FirstHalf.Concat(SecondHalf).ToDictionary(StringComparer.Ordinal);

    private static Dictionary<string, string> FirstHalf =>
        new(StringComparer.Ordinal)
        {
            ["A .jsonl or .db file, or postgres://… [the one beside the data set, else POSTGRES_*]"] =
                "Файл .jsonl или .db либо postgres://… [тот, что рядом с датасетом, иначе POSTGRES_*]",
            ["A benchmark_runs.json, also of schema 2.0, or the directory that it lies in"] =
                "Файл benchmark_runs.json, в том числе схемы 2.0, или папка, где он лежит",
            ["A data set, or a labelled set"] = "Датасет или размеченный набор",
            ["A file of slang, one indicator a line, its forms separated by commas [a built-in list of Russian student slang]"] =
                "Файл сленга: признак на строку, его формы через запятую [встроенный список сленга русских студентов]",
            ["A file or postgres://… [knowledge_base_NAME.jsonl beside the data set, else knowledge_base.jsonl]"] =
                "Файл или postgres://… [knowledge_base_NAME.jsonl рядом с датасетом, иначе knowledge_base.jsonl]",
            ["A folder of Markdown, HTML, text, PDF and Word, or a file: .jsonl (chunks), .json (SQuAD), .csv (past questions)"] =
                "Папка с Markdown, HTML, текстом, PDF и Word или файл: .jsonl (чанки), .json (SQuAD), .csv (прошлые вопросы)",
            ["CSV for Russian Excel: with a byte order mark, semicolons and decimal commas"] =
                "CSV для русского Excel: с меткой порядка байтов, точками с запятой и десятичными запятыми",
            ["How many items to show"] = "Сколько элементов показать",
            ["Labels that are scores: the least one of an answer to show"] = "Если метки — оценки: с какой показывать ответ",
            ["List the pages of a base: address, chunks, characters, first line"] =
                "Перечислить страницы базы: адрес, чанки, знаки, первая строка",
            ["Print the first rows as they would become, and write nothing"] =
                "Показать первые строки такими, какими они станут, и ничего не записывать",
            ["Show the chunks of a page, or one chunk"] = "Показать чанки страницы или один чанк",
            ["The .jsonl file to write"] = "Файл .jsonl, который записать",
            ["The address or file of a page, the end of one, or the id of a chunk"] = "Адрес или файл страницы, его конец или id чанка",
            ["Write the chunks of a base as JSON Lines"] = "Записать чанки базы как JSON Lines",
            ["A folder of prompt files that replace the built-in ones"] = "Папка с файлами промптов взамен встроенных",
            ["A generator surely below is not picked"] = "Модель генерации, которая заведомо ниже, не выбирается",
            ["A role whose calls are made anew: generation, judge or production_judge; may be repeated"] =
                "Роль, вызовы которой делаются заново: generation, judge или production_judge; можно повторять",
            ["A run against judgements: map, recip_rank, ndcg, P, recall, success"] =
                "Выдача против суждений: map, recip_rank, ndcg, P, recall, success",
            ["A run in TREC's format: QUERY Q0 DOCUMENT RANK SCORE TAG"] = "Выдача в формате TREC: QUERY Q0 DOCUMENT RANK SCORE TAG",
            ["Add to an existing .env.benchmark-models, and replace benchmarks/models.json (the old one is kept as .bak)"] =
                "Дополнить имеющийся .env.benchmark-models и заменить benchmarks/models.json (старый останется как .bak)",
            ["All labels there are, in order, separated by commas [those that occur; numbers rising, names without order]"] =
                "Все возможные метки по порядку, через запятую [те, что встретились; числа по возрастанию, слова без порядка]",
            ["Also find how users write: scores, words, slang"] = "Ещё узнать, как пишут пользователи: оценки, слова, сленг",
            ["Also find the topics of past questions and how well the chunks cover them"] =
                "Ещё найти темы прошлых вопросов и то, насколько чанки их покрывают",
            ["Also find which chunks are retrieved, how often, and which never"] =
                "Ещё узнать, какие чанки находятся, как часто и какие никогда",
            ["Also providers that are known but not configured"] = "Также провайдеры, которые известны, но не настроены",
            ["An earlier run (id, file or latest): roles that no flags name take its models that may be the best, on other questions"] =
                "Более ранний запуск (id, файл или latest): роли, не названные флагами, возьмут его модели, которые могут быть лучшими, и другие вопросы",
            ["Ask again where the journal holds a refusal or a final error"] =
                "Спросить ещё раз там, где в журнале отказ или окончательная ошибка",
            ["Ask models one small question each: reachable, JSON, streaming, tokens, cost; exit code 6 if one fails"] =
                "Задать моделям по короткому вопросу: отвечают ли, JSON, поток, токены, стоимость; код 6, если хоть одна не прошла",
            ["At most so many past questions; of more, a random sample"] =
                "Не больше стольких прошлых вопросов; если их больше, случайная выборка",
            ["At most so many questions; of more, a random sample"] = "Не больше стольких вопросов; если их больше, случайная выборка",
            ["Begin a new run even if an equal one is unfinished"] = "Начать новый запуск, даже если такой же не закончен",
            ["Benchmark judges, separated by commas"] = "Судьи бенчмарка через запятую",
            ["Bring chunks or past questions in: all of a source or nothing"] =
                "Внести чанки или прошлые вопросы: источник целиком или ничего",
            ["CSV or JSON Lines with a column for each rater; blank where one gave no label"] =
                "CSV или JSON Lines со столбцом на каждого разметчика; пусто, где он метки не дал",
            ["CSV or JSON Lines with hypothesis, and reference or references (a list); optional id and cluster"] =
                "CSV или JSON Lines с hypothesis и reference или references (список); можно id и cluster",
            ["Chunks retrieved per question"] = "Сколько чанков находить на вопрос",
            ["Compare by this metric, such as tier_2.avg_faithfulness; may be repeated [what the roles are ranked by]"] =
                "Сравнивать по этой метрике, например tier_2.avg_faithfulness; можно повторять [то, по чему расставлены модели]",
            ["Compare even what is not comparable, and say above the table in what it differs"] =
                "Сравнить даже несравнимое и сказать над таблицей, чем оно отличается",
            ["Compare models per role on a data set"] = "Сравнить модели по ролям на датасете",
            ["Conversations of tier ux: items with session_id, or {\"questions\": […]} [those of the data set]"] =
                "Диалоги для tier ux: вопросы с session_id или {\"questions\": […]} [те, что в датасете]",
            ["Cost of hiding a good answer"] = "Цена скрытого хорошего ответа",
            ["Cost of showing a bad answer: production judges are then ranked by their expected cost"] =
                "Цена показанного плохого ответа: тогда продакшн-судьи расставляются по ожидаемым потерям",
            ["Count judged queries that the run lacks as having retrieved nothing, as trec_eval -c; otherwise they are left out"] =
                "Считать вопросы, которых нет в выдаче, как ненайденные (trec_eval -c); иначе они не учитываются",
            ["Delete calls; they will be paid for again when they are needed"] =
                "Удалить вызовы; когда понадобятся, за них придётся платить снова",
            ["Delete runs: their files and their place in the registry; the journal keeps its calls"] =
                "Удалить запуски: их файлы и место в реестре; вызовы остаются в журнале",
            ["Do it; without it only what would be deleted is told"] = "Сделать это; без флага только сказано, что было бы удалено",
            ["Do not check the models' access before the run"] = "Не проверять доступ к моделям перед запуском",
            ["Drop generators and production judges as soon as another is shown to be better; benchmark judges do not race"] =
                "Снимать модели генерации и продакшн-судей, как только показано, что есть лучше; судьи бенчмарка в гонке не участвуют",
            ["Embed everything, not only what has no embedding"] = "Сделать эмбеддинги всего, а не только недостающие",
            ["Every call; needed when no other choice is made"] = "Все вызовы; нужен, если иного выбора не сделано",
            ["Exit code 1 where a metric is surely worse than before by more than this, in its own unit"] =
                "Код 1, если метрика заведомо хуже прежней больше чем на столько, в её единицах",
            ["Exit code 5 where a gate is inconclusive"] = "Код 5, если порог не решён",
            ["Find the nearest chunks or past questions"] = "Найти ближайшие чанки или прошлые вопросы",
            ["For a folder: characters a chunk at most"] = "Для папки: сколько знаков в чанке, не больше",
            ["For a folder: characters that a chunk repeats of the one before it at most"] =
                "Для папки: сколько знаков чанк повторяет из предыдущего, не больше",
            ["For a folder: what stands before a file's path in its page's address"] =
                "Для папки: что стоит перед путём файла в адресе его страницы",
            ["For it: ask the questions that chose the models again, which flatters them"] =
                "Для него: задать и те вопросы, по которым модели отбирали; это завышает оценки",
            ["For it: at most so many past questions"] = "Для него: не больше стольких прошлых вопросов",
            ["For it: at most so many questions"] = "Для него: не больше стольких вопросов",
            ["For it: chunks retrieved per question"] = "Для него: сколько чанков находить на вопрос",
            ["For it: questions of the data set or past questions"] = "Для него: вопросы датасета или прошлые вопросы",
            ["For it: source pages that all survivors are asked about at a time [a ninth of them, 8 at most]"] =
                "Для неё: сколько страниц-источников задавать за раз всем, кто не снят [девятая часть, не больше 8]",
            ["For it: the best N of each role in place of all that may be the best"] =
                "Для него: N лучших в каждой роли вместо всех, кто может быть лучшим",
            ["For it: topics to look for"] = "Для него: сколько тем искать",
            ["Generation models, separated by commas"] = "Модели генерации через запятую",
            ["Generations per question; only the first is scored"] = "Сколько ответов на вопрос; оценивается только первый",
            ["Give a run a name, which stands for its id in every command"] = "Дать запуску имя, которое в любой команде стоит вместо id",
            ["Hold runs against an earlier one, question by question"] = "Сравнить запуски с более ранним, вопрос за вопросом",
            ["How many"] = "Сколько",
            ["How many chunks are retrieved"] = "Сколько чанков находить",
            ["How many of them make up the context of an answer in tier 3"] = "Сколько из них составят контекст ответа в tier 3",
            ["How the data set was made"] = "Как сделан датасет",
            ["How users ask: answers, scores, words, slang"] = "Как спрашивают пользователи: ответы, оценки, слова, сленг",
            ["Id or file of a finished run"] = "Id или файл завершённого запуска",
            ["Ids or files of finished runs; of the same models the last named counts [latest]"] =
                "Id или файлы завершённых запусков; об одной модели верят названному последним [latest]",
            ["Ids or files of runs, or 'latest'; the first is what the others are held against"] =
                "Id или файлы запусков либо latest; с первым сравнивают остальные",
            ["Ids or names"] = "Id или имена",
            ["Its format: squad is SQuAD v1.1 or v2.0 JSON [found out]"] =
                "Его формат: squad — это JSON SQuAD v1.1 или v2.0 [узнаётся сам]",
            ["Its id or name, or latest"] = "Его id или имя либо latest",
            ["Its id, name or file, or latest"] = "Его id, имя или файл либо latest",
            ["Judgements in TREC's format: QUERY ITERATION DOCUMENT GRADE"] = "Суждения в формате TREC: QUERY ITERATION DOCUMENT GRADE",
            ["Language of screens and reports [the system's]"] = "Язык экрана и отчётов [язык системы]",
            ["Let a database answer from an HNSW index, which may miss some neighbours"] =
                "Разрешить базе отвечать по индексу HNSW, который может пропустить соседей",
            ["Look after the journal of calls"] = "Уход за журналом вызовов",
            ["Look after the runs: list, show, name, tag, delete, import"] =
                "Уход за запусками: список, показ, имена, метки, удаление, импорт",
            ["Look at program, folders, keys, endpoints and data; exit code 2 where something is an error"] =
                "Проверить программу, папки, ключи, эндпоинты и данные; код 2, если что-то не так",
            ["Look at the knowledge base and at what users asked"] = "Посмотреть на базу знаний и на то, что спрашивали",
            [
                "METRIC=VALUE: exit code 1 where the metric of an ok combination is surely below the value (above it where less is better), such as tier_2.avg_faithfulness=4.5; may be repeated"
            ] =
                "METRIC=X: код 1, если метрика пригодной комбинации заведомо ниже (выше, где меньше — лучше), например tier_2.avg_faithfulness=4.5; можно повторять",
            ["Make a data set and a knowledge base out of a file in another format"] =
                "Сделать датасет и базу знаний из файла в другом формате",
            ["Make every call anew, whatever the journal holds"] = "Сделать каждый вызов заново, что бы ни было в журнале",
            [
                "Make the embeddings that are missing; the same command goes on after a stop. In PostgreSQL this writes the columns 'embedding', and nothing else"
            ] = "Сделать недостающие эмбеддинги; после остановки та же команда продолжает. В PostgreSQL пишется только в столбцы embedding",
            ["Make, fill and look into a knowledge base"] = "Создать, наполнить и посмотреть базу знаний",
            ["ModelLab: which language model to use in which role, with evidence"] =
                "ModelLab: какую языковую модель в какой роли использовать, с доказательствами",
            ["Models as flags name them [all that variables and the models file name]"] =
                "Модели, как их называют флаги [все, что названы переменными и файлом моделей]",
            ["Only calls of this model, as its endpoint knows it"] = "Только вызовы этой модели, под именем её эндпоинта",
            ["Only calls older than so many days"] = "Только вызовы старше стольких дней",
            ["Only calls that ended in an error"] = "Только вызовы, закончившиеся ошибкой",
            ["Only runs with this tag"] = "Только запуски с этой меткой",
            ["Open the file in the browser"] = "Открыть файл в браузере",
            ["Open the page in the browser"] = "Открыть страницу в браузере",
            ["PostgreSQL only: let an HNSW index answer, which may miss neighbours"] =
                "Только PostgreSQL: отвечать по индексу HNSW, который может пропустить соседей",
            ["Prices [benchmarks/pricing.json]"] = "Цены [benchmarks/pricing.json]",
            ["Print JSON in place of a report"] = "Напечатать JSON вместо отчёта",
            ["Print JSON in place of a table"] = "Напечатать JSON вместо списка",
            ["Print JSON in place of tables"] = "Напечатать JSON вместо таблиц",
            ["Print JSON in place of text"] = "Напечатать JSON вместо текста",
            ["Print Markdown in place of tables"] = "Напечатать Markdown вместо таблиц",
            ["Print the run as JSON in place of tables"] = "Напечатать запуск как JSON вместо таблиц",
            ["Print what makes a shell complete commands and flags"] = "Напечатать то, с чем оболочка дополняет команды и флаги",
            ["Production judges, separated by commas"] = "Продакшн-судьи через запятую",
            ["Providers and short names of models [benchmarks/models.json]"] =
                "Провайдеры и короткие имена моделей [benchmarks/models.json]",
            ["Providers and short names of models with their parameters [benchmarks/models.json]"] =
                "Провайдеры и короткие имена моделей с их параметрами [benchmarks/models.json]",
        };
}
