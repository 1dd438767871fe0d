namespace ModelLab.Cli.Help;

/// <summary>The help in Russian, by its English texts. A test walks every command and finds what has no Russian half, or no use.</summary>
internal static class HelpCatalog
{
    public static IReadOnlyDictionary<string, string> Russian { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["The language of questions and prompts: ru or en [found out from the questions]"] =
                "Язык вопросов и промптов: ru или en [узнаётся по вопросам]",
            ["Who answers, in the data's language, for the prompts [the help desk of a university]"] =
                "Кто отвечает, на языке данных, для промптов [справочная служба университета]",
            ["A .jsonl or .db file, or postgres://… [the one beside the data set, else POSTGRES_*]"] =
                "Файл .jsonl или .db либо postgres://… [тот, что рядом с датасетом, иначе POSTGRES_*]",
            ["A benchmark_runs.json, also of schema 2.0, or the directory that it lies in"] =
                "Файл benchmark_runs.json, в том числе схемы 2.0, или папка, где он лежит",
            ["A file of slang, one indicator a line, its forms separated by commas [a built-in list of Russian student slang]"] =
                "Файл сленга: признак на строку, его формы через запятую [встроенный список сленга русских студентов]",
            ["A file or postgres://… [knowledge_base_NAME.jsonl beside the data set, else knowledge_base.jsonl]"] =
                "Файл или postgres://… [knowledge_base_NAME.jsonl рядом с датасетом, иначе knowledge_base.jsonl]",
            ["A folder of Markdown, HTML and text, or a file: .jsonl (chunks), .json (SQuAD), .csv (past questions)"] =
                "Папка с Markdown, HTML и текстом или файл: .jsonl (чанки), .json (SQuAD), .csv (прошлые вопросы)",
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
            ["Its format: squad is SQuAD v1.1 or v2.0 JSON"] = "Его формат: squad — это JSON SQuAD v1.1 или v2.0",
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
            ["Providers whose <NAME>_BM_JUDGE_MODELS are taken"] = "Провайдеры, чьи <NAME>_BM_JUDGE_MODELS берутся",
            ["Providers whose <NAME>_GEN_MODELS are taken"] = "Провайдеры, чьи <NAME>_GEN_MODELS берутся",
            ["Providers whose <NAME>_JUDGE_MODELS are taken"] = "Провайдеры, чьи <NAME>_JUDGE_MODELS берутся",
            ["Questions of the data set (synthetic) or past questions (real)"] = "Вопросы датасета (synthetic) или прошлые вопросы (real)",
            ["Rank a role by another metric, such as tier_2.avg_faithfulness; once a role [tier 3, else tier 2; consistency; F1]"] =
                "Расставить роль по другой метрике, например tier_2.avg_faithfulness; раз на роль [tier 3, иначе tier 2; согласованность; F1]",
            ["Ranks at which metrics are cut, separated by commas [1,3,5,10]"] =
                "На каких местах обрезать метрики, через запятую [1,3,5,10]",
            ["Raters against each other: accuracy, F1, MCC, κ, α, AC₁, correlations"] =
                "Разметчики друг против друга: точность, F1, MCC, κ, α, AC₁, корреляции",
            ["Remove what the file holds first"] = "Сначала убрать то, что есть в файле",
            ["Rows shown below the aggregates; --json has all"] = "Сколько строк показать под итогами; с --json все",
            ["Run the whole sweep on the sample data with all built-in baselines"] =
                "Прогнать всё сравнение на примере со всеми встроенными моделями",
            ["Say what configured models cost, and how to add what is missing"] =
                "Сказать, сколько стоят настроенные модели и как дописать недостающее",
            ["Say what is known of providers and models, and where it comes from"] =
                "Сказать, что известно о провайдерах и моделях и откуда",
            ["Say what the base holds, how much of it has embeddings, and what is there twice"] =
                "Сказать, что есть в базе, у какой части есть эмбеддинги и что есть дважды",
            ["Say what the journal holds, by model"] = "Сказать, что есть в журнале, по моделям",
            ["Say what there is, and how it is called"] = "Сказать, что есть и как это вызвать",
            ["Say what would be called, what it would cost and what is known already; call nothing"] =
                "Сказать, что было бы вызвано, сколько бы стоило и что уже известно; ничего не вызывать",
            ["Say which version this is"] = "Сказать, какая это версия",
            ["Score only, or evidence, then score"] = "Только оценка или сначала доводы, потом оценка",
            ["Score outputs that were made elsewhere; no model is called"] =
                "Оценить ответы, сделанные в другом месте; модели не вызываются",
            ["Scores this much worse than the leader's are good enough, on the 1–5 scale"] =
                "Отставание от лидера, с которым модель ещё хороша, по шкале 1–5",
            ["Search the past questions, not the chunks"] = "Искать среди прошлых вопросов, а не чанков",
            ["Seconds that an endpoint may take"] = "Сколько секунд ждать эндпоинт",
            ["Seconds that one attempt may take"] = "Сколько секунд может длиться одна попытка",
            ["Seconds to wait, before the run, for a local model that is being loaded"] =
                "Сколько секунд ждать перед запуском, пока загрузится локальная модель",
            ["Seed of everything random"] = "Число, от которого зависит всё случайное",
            ["Seed of the bootstrap of nDCG's intervals"] = "Число, от которого зависит бутстрэп интервалов nDCG",
            ["Show runs as pages in the browser"] = "Показать запуски страницами в браузере",
            ["Smoothing of BLEU, by sacreBLEU's names"] = "Сглаживание BLEU, под именами sacreBLEU",
            ["So many of the questions that separate the models most are shown with all answers"] =
                "Сколько вопросов, лучше всего различающих модели, показать со всеми ответами",
            ["Stream replies, to learn the time to the first token"] = "Читать ответы потоком, чтобы узнать время до первого токена",
            ["Tag a run, for 'runs list --tag'"] = "Пометить запуск, для runs list --tag",
            ["Take over the runs of another registry; NaN becomes null"] = "Забрать запуски другого реестра; NaN становится null",
            ["Take these tags away"] = "Убрать эти метки",
            ["Temperature of generators [0.7]"] = "Температура моделей генерации [0.7]",
            ["Temperature of judges [0]"] = "Температура судей [0]",
            ["Texts a call"] = "Сколько текстов за вызов",
            ["Texts against references: ROUGE, BLEU, chrF, token F1, exact match, n-gram overlap"] =
                "Тексты против эталонов: ROUGE, BLEU, chrF, F1 по словам, точное совпадение, общие n-граммы",
            ["The HTML file to write; one that is there is replaced [rag_benchmark_ID.html beside the run's files]"] =
                "Куда записать HTML; имеющийся файл заменяется [rag_benchmark_ID.html рядом с файлами запуска]",
            ["The IP address to listen at; others than this machine's own need --token"] =
                "По какому IP-адресу слушать; для чужих машин нужен --token",
            ["The cosine above which a past question is taken for the same"] = "Косинус, выше которого прошлый вопрос считается тем же",
            ["The data set [newest benchmarks/data/dataset_*.json]"] = "Датасет [новейший benchmarks/data/dataset_*.json]",
            ["The data set of --mode manual [--dataset]"] = "Датасет для --mode manual [--dataset]",
            ["The embedder [EMBEDDING_MODEL_PATH, else builtin:lexical]"] = "Эмбеддер [EMBEDDING_MODEL_PATH, иначе builtin:lexical]",
            ["The file to import"] = "Файл, который импортировать",
            ["The file to make or to add to, for example benchmarks/data/help_desk.db"] =
                "Файл, который создать или дополнить, например benchmarks/data/help_desk.db",
            [
                "The knowledge base: a file made by 'kb import', a .jsonl file of chunks, or postgres://USER:PASSWORD@HOST:PORT/DB (postgres:// alone takes POSTGRES_HOST, _PORT, _USER, _PASSWORD, _DB)"
            ] =
                "База знаний: файл от kb import, .jsonl с чанками или postgres://USER:PASSWORD@HOST:PORT/DB (одно postgres:// берёт POSTGRES_HOST, _PORT, _USER, _PASSWORD, _DB)",
            ["The label that these are about [1 of 1/0, true, yes, да]"] = "Метка, о которой они говорят [1 из 1/0, true, yes, да]",
            ["The labelled data set [newest benchmarks/data/dataset_judge_pipeline_*.json]"] =
                "Размеченный набор [новейший benchmarks/data/dataset_judge_pipeline_*.json]",
            ["The most calls under way at one endpoint"] = "Сколько вызовов одновременно идёт к одному эндпоинту, не больше",
            ["The most output tokens of generators [200]"] = "Сколько токенов в ответе модели генерации, не больше [200]",
            ["The most output tokens of judges [800]"] = "Сколько токенов в ответе судьи, не больше [800]",
            ["The most questions taken from the data set [all]"] = "Сколько вопросов взять из датасета, не больше [все]",
            ["The most this command may spend, in the currency of the prices [no cap]"] =
                "Сколько эта команда может потратить, в валюте цен [без предела]",
            ["The port; 0 for any that is free"] = "Порт; 0 — любой свободный",
            ["The prices [benchmarks/pricing.json]"] = "Цены [benchmarks/pricing.json]",
            ["The rater that is right, for precision, recall and F1 [the first]"] =
                "Разметчик, который прав, для precision, recall и F1 [первый]",
            ["The raters' columns, separated by commas [all but id]"] = "Столбцы разметчиков через запятую [все, кроме id]",
            ["The role whose variables bare names use"] = "Роль, чьи переменные берут имена без провайдера",
            ["The same for F1, shares and cosines"] = "То же для F1, долей и косинусов",
            ["The tables of a finished run again, as it showed them"] = "Таблицы завершённого запуска ещё раз, какими он их показал",
            ["The values that a good system reaches [benchmarks/baselines.json, else the built-in ones]"] =
                "Значения, которых достигает хорошая система [benchmarks/baselines.json, иначе встроенные]",
            ["Tokens of BLEU, by sacreBLEU's names"] = "Токены BLEU, под именами sacreBLEU",
            ["Topics to look for"] = "Сколько тем искать",
            ["Variable with the endpoint of bare benchmark judges"] = "Переменная с эндпоинтом судей бенчмарка без провайдера",
            ["Variable with the endpoint of bare generation models"] = "Переменная с эндпоинтом моделей генерации без провайдера",
            ["Variable with the key of bare benchmark judges"] = "Переменная с ключом судей бенчмарка без провайдера",
            ["Variable with the key of bare generation models"] = "Переменная с ключом моделей генерации без провайдера",
            ["Variable with the key of bare production judges"] = "Переменная с ключом продакшн-судей без провайдера",
            ["What a reader must give as ?token=… to get in, at least 16 characters"] =
                "Что читатель должен дать как ?token=…, чтобы войти; не меньше 16 знаков",
            ["What is logged to standard error"] = "Что писать в поток ошибок",
            ["What it is called; nothing takes the name away"] = "Как он называется; без имени имя снимается",
            ["What judges score in tier 2: faithfulness, answer_relevance, answer_correctness [all three]"] =
                "Что оценивают судьи в tier 2: faithfulness, answer_relevance, answer_correctness [все три]",
            ["What to look for"] = "Что искать",
            ["What to remember; nothing takes the note away"] = "Что запомнить; без текста заметка снимается",
            ["What users ask about, and how well the chunks cover it, the weakest topic first"] =
                "О чём спрашивают пользователи и насколько чанки это покрывают; самая слабая тема первой",
            ["When, on what, which models, what came out, what it cost"] = "Когда, на чём, какие модели, что вышло и сколько стоило",
            ["Where a .jsonl file is indexed to"] = "Куда класть индекс файла .jsonl",
            ["Where results go"] = "Куда идут результаты",
            ["Where results would go"] = "Куда пошли бы результаты",
            ["Where the data set and the knowledge base go"] = "Куда идут датасет и база знаний",
            ["Where the files go"] = "Куда идут файлы",
            ["Where the journal is"] = "Где лежит журнал",
            ["Where the runs are"] = "Где лежат запуски",
            ["Which chunks are retrieved, how often, and which never"] = "Какие чанки находятся, как часто и какие никогда",
            ["Which model to use in each role, why, and how sure that is"] =
                "Какую модель взять в каждой роли, почему и насколько это надёжно",
            ["Which models and providers are configured, whether they answer, and what they cost"] =
                "Какие модели и провайдеры настроены, отвечают ли они и сколько стоят",
            ["Which parts to run: 0, 1, 2, 3, judge, judge_pipeline, ux, all; several separated by commas"] =
                "Что прогнать: 0, 1, 2, 3, judge, judge_pipeline, ux, all; можно несколько через запятую",
            ["Which vectors tier 0 measures"] = "Какие векторы измеряет tier 0",
            ["Whose runs are shown"] = "Чьи запуски показывать",
            ["Words of ROUGE, token F1 and n-gram overlap"] = "Слова для ROUGE, F1 по словам и общих n-грамм",
            ["Words to find it by"] = "Слова, по которым его найти",
            ["Work with data sets"] = "Работа с датасетами",
            ["Write .env.benchmark-models and benchmarks/models.json from keys and local servers that are found"] =
                "Написать .env.benchmark-models и benchmarks/models.json по найденным ключам и локальным серверам",
            ["Write a note beside a run"] = "Записать заметку о запуске",
            ["Write a run as one HTML file that needs no server"] = "Записать запуск одним файлом HTML, которому не нужен сервер",
            ["Write every call as a line of JSON to standard output"] = "Записать каждый вызов строкой JSON в стандартный вывод",
            ["bash, zsh or pwsh"] = "bash, zsh или pwsh (название оболочки)",
            ["builtin:lexical, onnx:FOLDER or provider:model [EMBEDDING_MODEL_PATH, else builtin:lexical]"] =
                "builtin:lexical, onnx:FOLDER или provider:model [EMBEDDING_MODEL_PATH, иначе builtin:lexical]",
        };
}
